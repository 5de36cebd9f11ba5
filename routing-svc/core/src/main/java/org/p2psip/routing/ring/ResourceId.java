package org.p2psip.routing.ring;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Names a resource in the overlay: the first 128 bits of the SHA-1 of its resource name (RFC 6940 section 10.2).
 *
 * @param position where on the ring the resource sits
 */
public record ResourceId(Position position) implements Destination {
    /** The Resource-ID of a resource name, hashed as UTF-8. */
    public static ResourceId ofName(String name) {
        return ofName(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The Resource-ID of a resource name that is given as bytes. */
    public static ResourceId ofName(byte[] name) {
        return new ResourceId(Position.ofBytes(sha1().digest(name)));
    }

    /** The Resource-ID of 16 bytes in network order. */
    public static ResourceId ofBytes(byte[] bytes) {
        return new ResourceId(Position.ofBytes(bytes));
    }

    /** The 16 bytes in network order. */
    public byte[] toBytes() {
        return position.toBytes();
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }

    @Override
    public String toString() {
        return position.toHex();
    }
}
