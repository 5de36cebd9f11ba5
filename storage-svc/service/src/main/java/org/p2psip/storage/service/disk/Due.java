package org.p2psip.storage.service.disk;

import java.nio.ByteBuffer;

/**
 * An entry of the index by expiry: at this time that key expires, unless it was written again. Format: expiry (8 bytes,
 * network order), key.
 *
 * @param expiryMs milliseconds since 1970, not negative
 */
record Due(long expiryMs, byte[] key) {
    byte[] encode() {
        return ByteBuffer.allocate(Long.BYTES + key.length)
                .putLong(expiryMs)
                .put(key)
                .array();
    }

    static Due decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long expiryMs = in.getLong();
        byte[] key = new byte[in.remaining()];
        in.get(key);
        return new Due(expiryMs, key);
    }

    /** Comes before all that are due at a time or later. */
    static byte[] before(long expiryMs) {
        return ByteBuffer.allocate(Long.BYTES).putLong(expiryMs).array();
    }
}
