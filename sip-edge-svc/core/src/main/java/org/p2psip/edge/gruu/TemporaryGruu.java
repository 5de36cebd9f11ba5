package org.p2psip.edge.gruu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;

/**
 * The user part of a temporary GRUU: {@code tgruu.} and user, phone and Call-ID, encrypted and authenticated. RFC 5627
 * A.2 keeps a number for each instead, which all registrars would have to share. The MAC over the clear text is the
 * initial vector of its encryption, as RFC 5297 has it, so that no two have to differ by luck. For one thread.
 */
final class TemporaryGruu {
    private static final String PREFIX = "tgruu.";
    private static final String CIPHER = "AES/CTR/NoPadding";
    private static final int MAC_BYTES = 16;

    /** Random bytes: without them all of one registration would be equal, and tell whose they are. */
    private static final int DISTINGUISHER_BYTES = 6;

    /** The clear text is filled up to a multiple: its length should say little about the user's name. */
    private static final int BLOCK = 16;

    /** Longest user name, in bytes of UTF-8. */
    private static final int MAX_USER_BYTES = 255;

    private final SiteHash hashes;
    private final SecretKeySpec key;
    private final Cipher cipher;
    private final RandomGenerator random;

    TemporaryGruu(byte[] secret, RandomGenerator random) {
        SiteHash master = new SiteHash(secret);
        this.hashes = new SiteHash(master.of(ascii("temporary-gruu-mac")));
        this.key = new SecretKeySpec(Arrays.copyOf(master.of(ascii("temporary-gruu-key")), MAC_BYTES), "AES");
        this.random = random;
        try {
            cipher = Cipher.getInstance(CIPHER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + CIPHER, e);
        }
    }

    /** A new one. @param phone the phone's bindings, the newest first, at least one */
    Optional<String> of(Aor aor, List<Binding> phone) {
        byte[] user = aor.user().getBytes(StandardCharsets.UTF_8);
        if (user.length > MAX_USER_BYTES) {
            return Optional.empty();
        }
        InstanceMark mark = InstanceMark.of(hashes, phone);
        int length = DISTINGUISHER_BYTES + mark.length() + 1 + user.length;
        ByteBuffer clear = ByteBuffer.allocate((length + BLOCK - 1) / BLOCK * BLOCK);
        byte[] distinguisher = new byte[DISTINGUISHER_BYTES];
        random.nextBytes(distinguisher);
        clear.put(distinguisher);
        mark.write(clear);
        clear.put((byte) user.length).put(user);
        byte[] tag = tag(aor.host(), clear.array());
        byte[] token = Arrays.copyOf(tag, MAC_BYTES + clear.capacity());
        System.arraycopy(crypt(tag, clear.array()), 0, token, MAC_BYTES, clear.capacity());
        return Optional.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(token));
    }

    /** What a user part says; empty when this site did not make it for that domain. */
    Optional<Gruu> read(String userPart, String host) {
        byte[] token = token(userPart);
        if (token == null) {
            return Optional.empty();
        }
        byte[] tag = Arrays.copyOf(token, MAC_BYTES);
        byte[] text = crypt(tag, Arrays.copyOfRange(token, MAC_BYTES, token.length));
        if (!MessageDigest.isEqual(tag, tag(host, text))) {
            return Optional.empty();
        }
        ByteBuffer clear = ByteBuffer.wrap(text);
        clear.position(DISTINGUISHER_BYTES);
        InstanceMark mark = InstanceMark.read(hashes, clear);
        byte[] user = new byte[clear.get() & 0xff];
        clear.get(user);
        return Optional.of(new Gruu.Temporary(new Aor(new String(user, StandardCharsets.UTF_8), host), mark));
    }

    private static byte[] token(String userPart) {
        if (!userPart.startsWith(PREFIX)) {
            return null;
        }
        try {
            byte[] token = Base64.getUrlDecoder().decode(userPart.substring(PREFIX.length()));
            return token.length > MAC_BYTES && token.length % BLOCK == 0 ? token : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private byte[] tag(String host, byte[] clear) {
        byte[] domain = host.getBytes(StandardCharsets.UTF_8);
        ByteBuffer text = ByteBuffer.allocate(domain.length + 1 + clear.length);
        text.put(domain).put((byte) 0).put(clear);
        return Arrays.copyOf(hashes.of(text.array()), MAC_BYTES);
    }

    /** Encrypts, and decrypts. */
    private byte[] crypt(byte[] vector, byte[] text) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(vector));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES refuses its own key or block", e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
