package org.p2psip.storage;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * A place on the ring: 128 bits, compared unsigned.
 *
 * @param octets 16 bytes, in network order
 */
public record ResourceId(Octets octets) implements Comparable<ResourceId> {
    /** Length in bytes (RFC 6940 section 10.2). */
    public static final int LENGTH = 16;

    public static final ResourceId FIRST = new ResourceId(Octets.wrap(new byte[LENGTH]));
    public static final ResourceId LAST = last();

    public ResourceId {
        if (octets.length() != LENGTH) {
            throw new IllegalArgumentException("A Resource-ID has 16 bytes, not " + octets.length());
        }
    }

    /** The first 128 bits of SHA-1 over the name in UTF-8 (RFC 6940 section 10.2). */
    public static ResourceId of(String resourceName) {
        return of(sha1().digest(resourceName.getBytes(StandardCharsets.UTF_8)));
    }

    /** That of a node itself: the hash of its Node-ID (RFC 6940 sections 7.3.2 and 8). */
    public static ResourceId of(NodeId nodeId) {
        return of(sha1().digest(nodeId.octets().unsafeArray()));
    }

    /**
     * One of several of a node: the hash of its Node-ID and a number (RFC 6940 sections 7.3.4 and 9).
     *
     * @param number 1 to 255, hashed as one byte
     */
    public static ResourceId of(NodeId nodeId, int number) {
        MessageDigest sha1 = sha1();
        sha1.update(nodeId.octets().unsafeArray());
        sha1.update((byte) number);
        return of(sha1.digest());
    }

    private static ResourceId of(byte[] digest) {
        return new ResourceId(Octets.wrap(Arrays.copyOf(digest, LENGTH)));
    }

    /** Whether this lies from {@code first} to {@code last}, both inclusive; last before first wraps around zero. */
    public boolean isWithin(ResourceId first, ResourceId last) {
        boolean fromFirst = compareTo(first) >= 0;
        boolean toLast = compareTo(last) <= 0;
        return first.compareTo(last) <= 0 ? fromFirst && toLast : fromFirst || toLast;
    }

    @Override
    public int compareTo(ResourceId other) {
        return octets.compareTo(other.octets);
    }

    @Override
    public String toString() {
        return octets.toString();
    }

    private static ResourceId last() {
        byte[] ones = new byte[LENGTH];
        Arrays.fill(ones, (byte) 0xff);
        return new ResourceId(Octets.wrap(ones));
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
