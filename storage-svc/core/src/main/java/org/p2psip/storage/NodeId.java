package org.p2psip.storage;

/**
 * A node of the overlay: 128 bits (RFC 6940 section 6.3.1.1).
 *
 * @param octets 16 bytes, in network order
 */
public record NodeId(Octets octets) {
    /** Length in bytes, as the overlay's configuration sets it. */
    public static final int LENGTH = 16;

    public NodeId {
        if (octets.length() != LENGTH) {
            throw new IllegalArgumentException("A Node-ID has 16 bytes, not " + octets.length());
        }
    }

    @Override
    public String toString() {
        return octets.toString();
    }
}
