package org.p2psip.edge.transaction;

/**
 * A 64-bit hash of a few strings (FNV-1a), for tags and branches that must come out equal for the same request. It keeps
 * no secret and proves nothing.
 */
public final class Fingerprint {
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private long hash;

    public Fingerprint(long seed) {
        hash = OFFSET_BASIS ^ seed;
    }

    /** Adds a value; absent ones count too. */
    public Fingerprint add(String value) {
        if (value != null) {
            for (int i = 0; i < value.length(); i++) {
                hash = (hash ^ value.charAt(i)) * PRIME;
            }
        }
        hash = (hash ^ 0x1_0000) * PRIME; // no character: so ("ab", "c") differs from ("a", "bc")
        return this;
    }

    /** The hash. */
    public long value() {
        // The last bits of FNV mix least: one multiplication and shift spread them.
        long mixed = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }

    /** The hash as sixteen hex digits. */
    public String hex() {
        return HEX.toHexDigits(value());
    }

    private static final java.util.HexFormat HEX = java.util.HexFormat.of();
}
