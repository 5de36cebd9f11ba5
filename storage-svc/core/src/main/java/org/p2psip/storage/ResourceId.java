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
        byte[] digest = sha1().digest(resourceName.getBytes(StandardCharsets.UTF_8));
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
