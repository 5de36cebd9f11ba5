package org.p2psip.routing.service.message;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.proto.v1.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.OpaqueId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;

/** Identifiers and peers of the contract, made of those of the core and back. */
public final class Identifiers {
    private Identifiers() {}

    /** The 16 bytes of a position. */
    public static ByteString bytes(Position position) {
        return ByteString.copyFrom(position.toBytes());
    }

    /** A peer as the contract has it. */
    public static org.p2psip.proto.v1.PeerInfo of(PeerInfo peer) {
        return org.p2psip.proto.v1.PeerInfo.newBuilder()
                .setNodeId(bytes(peer.position()))
                .setAddress(peer.address())
                .setSite(peer.site())
                .build();
    }

    /** Peers as the contract has them. */
    public static List<org.p2psip.proto.v1.PeerInfo> of(List<PeerInfo> peers) {
        List<org.p2psip.proto.v1.PeerInfo> written = new ArrayList<>(peers.size());
        for (int i = 0; i < peers.size(); i++) {
            written.add(of(peers.get(i)));
        }
        return written;
    }

    static Destination of(org.p2psip.routing.ring.Destination destination) {
        Destination.Builder written = Destination.newBuilder();
        switch (destination) {
            case NodeId node -> written.setNodeId(bytes(node.position()));
            case ResourceId resource -> written.setResourceId(bytes(resource.position()));
            case OpaqueId opaque -> written.setOpaqueId(ByteString.copyFrom(longBytes(opaque.value())));
        }
        return written.build();
    }

    static NodeId nodeId(ByteString bytes) throws Malformation {
        return NodeId.ofBytes(bytes.toByteArray())
                .orElseThrow(() -> new Malformation("a Node-ID has " + bytes.size()
                        + " bytes or is a reserved one, expected the 16 bytes of a node"));
    }

    /** The peer that a message of the contract names; empty when its Node-ID is none. */
    public static Optional<PeerInfo> read(org.p2psip.proto.v1.PeerInfo peer) {
        return NodeId.ofBytes(peer.getNodeId().toByteArray())
                .map(id -> new PeerInfo(id, peer.getAddress(), peer.getSite()));
    }

    static PeerInfo peer(org.p2psip.proto.v1.PeerInfo peer) throws Malformation {
        return peer(peer.getNodeId(), peer.getAddress(), peer.getSite());
    }

    static PeerInfo peer(ByteString nodeId, String address, String site) throws Malformation {
        return new PeerInfo(nodeId(nodeId), address, site);
    }

    static List<PeerInfo> peers(List<org.p2psip.proto.v1.PeerInfo> peers) throws Malformation {
        if (peers.isEmpty()) {
            return List.of();
        }
        List<PeerInfo> read = new ArrayList<>(peers.size());
        for (org.p2psip.proto.v1.PeerInfo peer : peers) {
            read.add(peer(peer));
        }
        return read;
    }

    static org.p2psip.routing.ring.Destination destination(Destination destination) throws Malformation {
        return switch (destination.getDestinationCase()) {
            case NODE_ID -> nodeOrWildcard(destination.getNodeId());
            case RESOURCE_ID -> new ResourceId(position(destination.getResourceId(), "a Resource-ID"));
            case OPAQUE_ID -> new OpaqueId(longOf(destination.getOpaqueId()));
            case DESTINATION_NOT_SET ->
                throw new Malformation("a destination is empty, expected node_id, resource_id or opaque_id");
        };
    }

    static List<org.p2psip.routing.ring.Destination> destinations(List<Destination> destinations) throws Malformation {
        List<org.p2psip.routing.ring.Destination> read = new ArrayList<>(destinations.size());
        for (Destination destination : destinations) {
            read.add(destination(destination));
        }
        return read;
    }

    private static NodeId nodeOrWildcard(ByteString bytes) throws Malformation {
        Position position = position(bytes, "a Node-ID");
        return position.equals(NodeId.WILDCARD.position()) ? NodeId.WILDCARD : nodeId(bytes);
    }

    static Position position(ByteString bytes, String what) throws Malformation {
        if (bytes.size() != Position.BYTES) {
            throw new Malformation(what + " has " + bytes.size() + " bytes, expected " + Position.BYTES);
        }
        return Position.ofBytes(bytes.toByteArray());
    }

    private static byte[] longBytes(long value) {
        byte[] bytes = new byte[Long.BYTES];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (value >>> (Long.SIZE - Byte.SIZE * (i + 1)));
        }
        return bytes;
    }

    private static long longOf(ByteString bytes) throws Malformation {
        if (bytes.size() != Long.BYTES) {
            throw new Malformation("an opaque ID has " + bytes.size() + " bytes, expected " + Long.BYTES);
        }
        return bytes.asReadOnlyByteBuffer().getLong();
    }
}
