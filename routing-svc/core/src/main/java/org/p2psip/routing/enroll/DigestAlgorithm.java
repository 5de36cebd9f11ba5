package org.p2psip.routing.enroll;

import java.util.Optional;

/** Digest algorithms as a challenge names them (RFC 7616 section 3.3, RFC 8760). */
public enum DigestAlgorithm {
    MD5("MD5", 32, true),
    SHA_256("SHA-256", 64, true),
    SHA_512_256("SHA-512-256", 64, false);

    private final String token;
    private final int hexDigits;
    private final boolean required;

    DigestAlgorithm(String token, int hexDigits, boolean required) {
        this.token = token;
        this.hexDigits = hexDigits;
        this.required = required;
    }

    /** The algorithm of a name, in the spelling of the challenge. */
    public static Optional<DigestAlgorithm> ofToken(String token) {
        for (DigestAlgorithm algorithm : values()) {
            if (algorithm.token.equals(token)) {
                return Optional.of(algorithm);
            }
        }
        return Optional.empty();
    }

    public String token() {
        return token;
    }

    /** Hexadecimal digits of a hash. */
    public int hexDigits() {
        return hexDigits;
    }

    /** Whether every user needs a hash for it, since edges offer it to phones. */
    public boolean isRequired() {
        return required;
    }
}
