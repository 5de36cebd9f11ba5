package org.p2psip.storage.service.disk;

import java.nio.ByteBuffer;

/**
 * What is stored for a key. Format, in network order: time of creation (8 bytes), lifespan (8), value.
 *
 * @param createdMs  milliseconds since 1970
 * @param lifespanMs milliseconds from then; negative: it does not end
 */
record StoredEntry(long createdMs, long lifespanMs, byte[] value) {
    /** What comes before the value. */
    static final int HEADER_BYTES = 2 * Long.BYTES;
    /** The expiry of what does not end. */
    static final long NEVER = Long.MAX_VALUE;

    /** Since when it counts as absent, milliseconds since 1970. */
    long expiryMs() {
        return expiryMs(createdMs, lifespanMs);
    }

    byte[] encode() {
        return ByteBuffer.allocate(HEADER_BYTES + value.length)
                .putLong(createdMs)
                .putLong(lifespanMs)
                .put(value)
                .array();
    }

    static StoredEntry decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long createdMs = in.getLong();
        long lifespanMs = in.getLong();
        byte[] value = new byte[in.remaining()];
        in.get(value);
        return new StoredEntry(createdMs, lifespanMs, value);
    }

    /** As {@link #expiryMs()}, of an entry whose first {@link #HEADER_BYTES} these are. */
    static long expiryMs(byte[] header) {
        ByteBuffer in = ByteBuffer.wrap(header);
        return expiryMs(in.getLong(), in.getLong());
    }

    private static long expiryMs(long createdMs, long lifespanMs) {
        return lifespanMs < 0 ? NEVER : createdMs + lifespanMs;
    }
}
