package org.p2psip.edge.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/** Hashes to lower-case hex (RFC 7616 3.3), with one MessageDigest per algorithm: for one thread. */
final class Hasher {
    private static final HexFormat HEX = HexFormat.of();

    private final Map<DigestAlgorithm, MessageDigest> digests = new EnumMap<>(DigestAlgorithm.class);

    /** H() of text with one character per byte, as it came in a message. */
    String hash(DigestAlgorithm algorithm, String text) {
        return hash(algorithm, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    String hash(DigestAlgorithm algorithm, byte[] bytes) {
        return HEX.formatHex(digests.computeIfAbsent(algorithm, Hasher::digest).digest(bytes));
    }

    private static MessageDigest digest(DigestAlgorithm algorithm) {
        try {
            return MessageDigest.getInstance(algorithm.javaName());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + algorithm.javaName(), e);
        }
    }
}
