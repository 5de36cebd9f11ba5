package org.p2psip.relay.stun.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/** How the key of a long-term credential is derived (RFC 8489 sections 9.2.2 and 18.5). */
public enum PasswordAlgorithm {
    MD5(0x0001, "MD5"),
    SHA256(0x0002, "SHA-256");

    /** What this server offers, the better one first. */
    public static final List<Integer> OFFERED = List.of(SHA256.number, MD5.number);

    private final int number;
    private final String digest;

    PasswordAlgorithm(int number, String digest) {
        this.number = number;
        this.digest = digest;
    }

    /** IANA's number. */
    public int number() {
        return number;
    }

    public static Optional<PasswordAlgorithm> of(int number) {
        return switch (number) {
            case 0x0001 -> Optional.of(MD5);
            case 0x0002 -> Optional.of(SHA256);
            default -> Optional.empty();
        };
    }

    /**
     * @param password as the user types it after OpaqueString (RFC 8265), which leaves ASCII as it is
     */
    public byte[] key(String username, String realm, String password) {
        try {
            byte[] text = (username + ":" + realm + ":" + password).getBytes(StandardCharsets.UTF_8);
            return MessageDigest.getInstance(digest).digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + digest, e);
        }
    }
}
