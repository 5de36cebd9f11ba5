package org.p2psip.edge.policy;

import org.p2psip.edge.Aor;
import org.p2psip.edge.gateway.Called;
import org.p2psip.edge.gruu.Gruu;

/** Where a request goes. */
public sealed interface Destination {
    /** To the contacts of a user of ours. */
    record OwnUser(Aor aor) implements Destination {}

    /** To one phone of a user of ours (RFC 5627). */
    record OnePhone(Gruu gruu) implements Destination {}

    /** Back: the caller is told the contacts of a user of ours (RFC 3261 8.3). */
    record Redirected(Aor aor) implements Destination {}

    /** To where emergency calls go (RFC 5031). */
    record Emergency() implements Destination {}

    /** To a number of somebody else, by a trunk. */
    record ByTrunks(Called.Outside called) implements Destination {}

    /** Where its Route or its Request-URI says, which is nothing of ours. */
    record AsRouted() implements Destination {}

    /** Over a flow of this edge: whoever has its token may reach the phone there (RFC 5626 section 5.3). */
    record OnFlow() implements Destination {}

    /**
     * Nowhere.
     *
     * @param status final status, 400 or above
     * @param reason reason phrase; null for the standard one
     */
    record Refused(int status, String reason) implements Destination {}
}
