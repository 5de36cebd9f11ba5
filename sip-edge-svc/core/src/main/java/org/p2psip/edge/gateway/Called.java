package org.p2psip.edge.gateway;

import org.p2psip.edge.Aor;
import org.p2psip.edge.trunk.Callers;
import org.p2psip.edge.trunk.Trunks;

/** What a called number means. */
public sealed interface Called {
    /** No number: an address of record like any other, or one that nobody normalizes. */
    record NoNumber() implements Called {}

    /** A number of ours. */
    record OwnUser(Aor aor) implements Called {}

    /**
     * A number of somebody else.
     *
     * @param number E.164
     * @param route the route of its longest prefix; null when only other sites may reach it
     * @param callers which users may call it
     */
    record Outside(String number, Trunks.Route route, Callers callers) implements Called {}

    /** A number that leads nowhere. */
    record Unknown() implements Called {}
}
