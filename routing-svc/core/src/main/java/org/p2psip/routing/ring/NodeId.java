package org.p2psip.routing.ring;

import java.util.HexFormat;
import java.util.Optional;

/**
 * Identifies a peer or client in the overlay: 128 bits (RFC 6940 section 11.2).
 *
 * @param position where on the ring the node sits
 */
public record NodeId(Position position) implements Destination {
    /** Every node takes a message to this one as its own (RFC 6940 section 6.1.1); nobody has it. */
    public static final NodeId WILDCARD = new NodeId(new Position(-1L, -1L));

    private static final Position INVALID = new Position(0L, 0L);

    /**
     * The Node-ID of 16 bytes in network order, or empty for another length and for the two reserved numbers, zero
     * (invalid) and all ones (wildcard) of RFC 6940 section 6.3.1.1.
     */
    public static Optional<NodeId> ofBytes(byte[] bytes) {
        if (bytes.length != Position.BYTES) {
            return Optional.empty();
        }
        Position position = Position.ofBytes(bytes);
        boolean reserved = position.equals(WILDCARD.position) || position.equals(INVALID);
        return reserved ? Optional.empty() : Optional.of(new NodeId(position));
    }

    /** The Node-ID that 32 hexadecimal digits spell, or empty for anything else and for reserved numbers. */
    public static Optional<NodeId> ofHex(String hex) {
        boolean digits = hex.length() == 2 * Position.BYTES && hex.chars().allMatch(HexFormat::isHexDigit);
        return digits ? ofBytes(HexFormat.of().parseHex(hex)) : Optional.empty();
    }

    /** 32 lower-case hexadecimal digits. */
    public String toHex() {
        return position.toHex();
    }

    /** The 16 bytes in network order. */
    public byte[] toBytes() {
        return position.toBytes();
    }

    @Override
    public String toString() {
        return toHex();
    }
}
