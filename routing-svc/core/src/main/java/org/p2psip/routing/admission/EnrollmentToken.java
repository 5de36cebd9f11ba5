package org.p2psip.routing.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token: who has it may enroll once, or as often as it was made for. Only its hash is ever kept.
 *
 * @param text 32 lower-case hexadecimal digits, 128 random bits
 */
public record EnrollmentToken(String text) {
    private static final int BYTES = 16;
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{32}");

    /** A new one. */
    public static EnrollmentToken random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new EnrollmentToken(HexFormat.of().formatHex(bytes));
    }

    /** Reads a token; empty for what cannot be one. */
    public static Optional<EnrollmentToken> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new EnrollmentToken(text)) : Optional.empty();
    }

    /** SHA-256 of the text, 64 hexadecimal digits. The token has too many bits to be guessed from it. */
    public String hash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Without the token, which is for its bearer alone. */
    @Override
    public String toString() {
        return "token";
    }
}
