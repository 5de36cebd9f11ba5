package org.p2psip.suite.draft;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.suite.node.Node;

/**
 * The ring as {@code p2psip peers} prints it.
 *
 * @param peers in the order of the ring
 */
record RingOf(List<Peer> peers) {
    private static final int NODE_ID_LENGTH = 32;

    /**
     * A peer, and the Resource-IDs that it answers for.
     *
     * @param first inclusive
     * @param last inclusive, its own Node-ID
     */
    record Peer(String id, String first, String last, String site, String address, String state) {}

    /** The ring as a node's peer sees it. */
    static RingOf of(Node node) {
        List<Peer> peers = new ArrayList<>();
        node.run("peers").succeeded().output().lines().forEach(line -> {
            String[] columns = line.split(" {2,}");
            if (columns[0].length() == NODE_ID_LENGTH) {
                peers.add(new Peer(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]));
            }
        });
        return new RingOf(peers);
    }

    List<String> ids() {
        return peers.stream().map(Peer::id).sorted().toList();
    }

    /** The Node-ID of the peer that was asked. */
    String self() {
        return peers.stream()
                .filter(peer -> peer.state().equals("this peer"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody is this peer: " + peers))
                .id();
    }
}
