package org.p2psip.edge.gruu;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed hashes that all edges of a site make alike. For one thread. */
final class SiteHash {
    static final String ALGORITHM = "HmacSHA256";

    /** Bytes of a short hash: two phones of one user must not meet in it, more it need not do. */
    static final int BYTES = 6;

    private final Mac mac;

    SiteHash(byte[] key) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    byte[] of(byte[] text) {
        return mac.doFinal(text);
    }

    long ofInstance(String instance) {
        return shortHash('i', instance.toLowerCase(Locale.ROOT));
    }

    long ofCallId(String callId) {
        return shortHash('c', callId);
    }

    private long shortHash(char purpose, String text) {
        mac.update((byte) purpose);
        byte[] hash = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        return read(ByteBuffer.wrap(hash));
    }

    static long read(ByteBuffer in) {
        return (in.getShort() & 0xffffL) << 32 | in.getInt() & 0xffffffffL;
    }

    static void write(ByteBuffer out, long hash) {
        out.putShort((short) (hash >>> 32)).putInt((int) hash);
    }
}
