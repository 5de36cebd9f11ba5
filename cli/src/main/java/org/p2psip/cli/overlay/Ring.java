package org.p2psip.cli.overlay;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.p2psip.edge.Aor;
import org.p2psip.proto.v1.GetRingRequest;
import org.p2psip.proto.v1.PeerInfo;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.proto.v1.TraceRequest;

/** The peers of the overlay, and messages to them. */
public final class Ring {
    /**
     * A peer and the Resource-IDs that it is responsible for, both inclusive, as hexadecimal numbers.
     *
     * @param isReachable whether the asked peer has a link to it that is not silent
     * @param isSelf whether it is the peer that was asked
     */
    public record Peer(
            String nodeId,
            String first,
            String last,
            String site,
            String address,
            boolean isReachable,
            boolean isSelf) {}

    /**
     * What the asked peer knows.
     *
     * @param overlay its name
     * @param membership whether the asked peer is in the ring: "outside", "joined" or "leaving"
     * @param size peers of the whole ring, guessed
     * @param peers those that it knows, in the order of the ring
     */
    public record View(String overlay, String membership, long size, List<Peer> peers) {}

    /**
     * A peer that a lookup reached.
     *
     * @param afterUs microseconds after the lookup began
     */
    public record Hop(String nodeId, String site, String address, long afterUs) {}

    /** An answer to a message. */
    public record Answer(String nodeId, int hops, byte[] body) {}

    private final NodeConnection node;

    public Ring(NodeConnection node) {
        this.node = node;
    }

    public View view() {
        org.p2psip.proto.v1.Ring ring = node.call(() -> node.ring().getRing(GetRingRequest.getDefaultInstance()));
        TreeMap<ByteString, PeerInfo> known = new TreeMap<>(ByteString.unsignedLexicographicalComparator());
        for (List<PeerInfo> some : List.of(
                ring.getFingersList(), ring.getSitePeersList(), ring.getPredecessorsList(), ring.getSuccessorsList())) {
            some.forEach(peer -> known.put(peer.getNodeId(), peer));
        }
        known.put(ring.getSelf().getNodeId(), ring.getSelf());
        List<Peer> peers = new ArrayList<>();
        ByteString before = known.lastKey();
        for (PeerInfo peer : known.values()) {
            boolean isSelf = peer.getNodeId().equals(ring.getSelf().getNodeId());
            // Of others the asked peer knows only where they are: each begins behind the one before it
            String first = isSelf ? hex(ring.getRangeFirst()) : after(before);
            peers.add(new Peer(
                    hex(peer.getNodeId()),
                    first,
                    hex(peer.getNodeId()),
                    peer.getSite(),
                    peer.getAddress(),
                    !ring.getUnreachableList().contains(peer.getNodeId()),
                    isSelf));
            before = peer.getNodeId();
        }
        return new View(ring.getOverlay(), ring.getMembership(), ring.getSizeEstimate(), peers);
    }

    /** The peers that a lookup passes, the asked one first and the responsible one last. */
    public List<Hop> trace(Aor aor) {
        TraceRequest request = TraceRequest.newBuilder()
                .setResource(Registrations.resource(aor))
                .build();
        return node.call(() -> node.ring().trace(request)).getHopsList().stream()
                .map(hop -> new Hop(
                        hex(hop.getPeer().getNodeId()),
                        hop.getPeer().getSite(),
                        hop.getPeer().getAddress(),
                        hop.getAfterUs()))
                .toList();
    }

    private static String after(ByteString nodeId) {
        byte[] next = nodeId.toByteArray();
        int i = next.length - 1;
        while (i >= 0 && ++next[i] == 0) {
            i--;
        }
        return HexFormat.of().formatHex(next);
    }

    /** Sends a message to a peer. */
    public Answer send(byte[] nodeId, String application, byte[] body) {
        return send(SendRequest.newBuilder().setNodeId(ByteString.copyFrom(nodeId)), application, body);
    }

    /** Sends a message to the registered client of an address of record. */
    public Answer send(Aor aor, String application, byte[] body) {
        return send(SendRequest.newBuilder().setResource(Registrations.resource(aor)), application, body);
    }

    private Answer send(SendRequest.Builder to, String application, byte[] body) {
        SendRequest request = to.setApplication(application)
                .setBody(ByteString.copyFrom(body))
                .build();
        SendResponse response = node.call(() -> node.overlay().send(request));
        return new Answer(
                hex(response.getNodeId()),
                response.getHops(),
                response.getBody().toByteArray());
    }

    private static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }
}
