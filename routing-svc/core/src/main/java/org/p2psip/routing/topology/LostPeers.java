package org.p2psip.routing.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/** Peers that failed: if it was the network, their part of the overlay is still there, and they lead back to it. */
final class LostPeers {
    private final int limit;
    private final List<PeerInfo> peers = new ArrayList<>(0);

    /** @param limit most that are remembered; the oldest goes for a new one */
    LostPeers(int limit) {
        this.limit = limit;
    }

    void add(PeerInfo peer) {
        remove(peer.id());
        if (peers.size() >= limit) {
            peers.removeFirst();
        }
        peers.add(peer);
    }

    void remove(NodeId id) {
        peers.removeIf(peer -> peer.id().equals(id));
    }

    /** One of them that can be dialed, each as likely; null when there is none. */
    PeerInfo any(RandomGenerator random) {
        List<PeerInfo> dialable = peers.stream().filter(PeerInfo::isDialable).toList();
        return dialable.isEmpty() ? null : dialable.get(random.nextInt(dialable.size()));
    }
}
