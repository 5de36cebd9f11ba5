package org.p2psip.edge.digest;

import java.util.Optional;

/** Hash algorithms of digest authentication, the strongest first as challenges are sent (RFC 8760 section 2.4). */
public enum DigestAlgorithm {
    SHA_512_256("SHA-512-256", "SHA-512/256", 64),
    SHA_256("SHA-256", "SHA-256", 64),
    MD5("MD5", "MD5", 32);

    private final String token;
    private final String javaName;
    private final int hexDigits;

    DigestAlgorithm(String token, String javaName, int hexDigits) {
        this.token = token;
        this.javaName = javaName;
        this.hexDigits = hexDigits;
    }

    /** The name in challenges, credentials and stored hashes. */
    public String token() {
        return token;
    }

    /** Length of a hash in hex digits. */
    public int hexDigits() {
        return hexDigits;
    }

    String javaName() {
        return javaName;
    }

    /** The algorithm of that name, in any case; empty for another (the {@code -sess} variants among them). */
    public static Optional<DigestAlgorithm> of(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equalsIgnoreCase(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }
}
