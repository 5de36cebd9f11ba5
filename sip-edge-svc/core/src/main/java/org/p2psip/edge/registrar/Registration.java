package org.p2psip.edge.registrar;

import java.util.List;
import org.p2psip.edge.Binding;

/** What a REGISTER asks for (RFC 3261 10.3 steps 6 and 7). */
sealed interface Registration {
    /** It has no Contact: which bindings are there? */
    record Query() implements Registration {}

    /** Write these, and remove those of them that have no time to live. */
    record Update(List<Binding> bindings) implements Registration {}

    /** Remove all: {@code Contact: *}. */
    record RemoveAll() implements Registration {}

    /** A time to live below the least one. */
    record TooBrief() implements Registration {}

    /** It came by a Path that the phone knows nothing of (RFC 3327 5.3). */
    record PathNotSupported() implements Registration {}

    /** It asks for a flow, and the proxy that the phone speaks to keeps none (RFC 5626 section 6). */
    record FirstHopLacksOutbound() implements Registration {}

    /** The operator wants phones that know Path, and this one does not say so. */
    record PathRequired() implements Registration {}

    /** A contact that may not be one. */
    record Forbidden(String reason) implements Registration {}

    /** It cannot be read. */
    record Invalid(String reason) implements Registration {}

    /** It has more contacts than are read. */
    record TooManyContacts() implements Registration {}
}
