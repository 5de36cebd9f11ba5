package org.p2psip.edge.gateway;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hides a contact and the way to it in the user part of a URI that names this edge, encrypted: whoever gets it sees
 * neither, and what comes back says both. The same contact gives the same text, so that nobody takes it for a new one.
 */
final class HiddenPath {
    /** What such a user part starts with. */
    static final String PREFIX = "hidden.";

    private static final String MAC = "HmacSHA256";
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 16;
    private static final int IV_BYTES = 12;
    private static final int TAG_BITS = 96;
    private static final String SEPARATOR = "\n";

    private final SecretKeySpec key;
    private final Mac ivs;

    /** @param secret key shared by the edges of a site */
    HiddenPath(byte[] secret) {
        try {
            ivs = Mac.getInstance(MAC);
            ivs.init(new SecretKeySpec(secret, MAC));
            byte[] derived = ivs.doFinal("hidden-path-key".getBytes(StandardCharsets.US_ASCII));
            key = new SecretKeySpec(derived, 0, KEY_BYTES, "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + MAC, e);
        }
    }

    /**
     * What was hidden.
     *
     * @param contact the contact's URI
     * @param routes Route values on the way there
     */
    record Path(String contact, List<String> routes) {}

    /** The user part. */
    String hide(String contact, List<String> routes) {
        String lines = routes.isEmpty() ? contact : contact + SEPARATOR + String.join(SEPARATOR, routes);
        byte[] plain = lines.getBytes(StandardCharsets.ISO_8859_1);
        try {
            ivs.update("hidden-path-iv\0".getBytes(StandardCharsets.US_ASCII));
            byte[] iv = Arrays.copyOf(ivs.doFinal(plain), IV_BYTES);
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, iv));
            byte[] secret = cipher.doFinal(plain);
            byte[] token = ByteBuffer.allocate(IV_BYTES + secret.length)
                    .put(iv)
                    .put(secret)
                    .array();
            return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java cannot do " + CIPHER, e);
        }
    }

    /** What a user part hides; empty when it is none of ours. */
    Optional<Path> reveal(String user) {
        if (!user.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] token = Base64.getUrlDecoder().decode(user.substring(PREFIX.length()));
            if (token.length <= IV_BYTES) {
                return Optional.empty();
            }
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, token, 0, IV_BYTES));
            byte[] plain = cipher.doFinal(token, IV_BYTES, token.length - IV_BYTES);
            List<String> lines = List.of(new String(plain, StandardCharsets.ISO_8859_1).split(SEPARATOR));
            return Optional.of(new Path(lines.getFirst(), lines.subList(1, lines.size())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty(); // somebody made it up
        }
    }
}
