package org.p2psip.routing.bootstrap;

import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/** Peers by number. */
final class Peers {
    private Peers() {}

    static PeerInfo peer(int number) {
        return new PeerInfo(id(number), "192.0.2." + number + ":7460", "site" + number % 3);
    }

    static PeerInfo onlyDialsOut(int number) {
        return new PeerInfo(id(number), "", "home");
    }

    private static NodeId id(int number) {
        return NodeId.ofHex("%032x".formatted(number)).orElseThrow();
    }
}
