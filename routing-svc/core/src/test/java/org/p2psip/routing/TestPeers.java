package org.p2psip.routing;

import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;

/** Peers at small, readable positions: 0x10 sits at 10 followed by 30 zeros, so that they are spread over the ring. */
public final class TestPeers {
    private TestPeers() {}

    /** A peer of a site of its own. @param place 0 to 255, in units of a 256th of the ring */
    public static PeerInfo peer(int place) {
        return peer(place, "site-" + place);
    }

    public static PeerInfo peer(int place, String site) {
        return new PeerInfo(new NodeId(at(place)), "peer-" + place + ":4460", site);
    }

    /** A peer that only dials out. */
    public static PeerInfo hidden(int place) {
        return new PeerInfo(new NodeId(at(place)), "", "site-" + place);
    }

    public static Position at(int place) {
        return new Position((long) place << 56, 0);
    }
}
