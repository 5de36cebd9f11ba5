package org.p2psip.storage.service.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * An entry of the log. Format, in network order: length of what follows the checksum (4 bytes), CRC-32C of that (4), key
 * (20), time of creation (8), lifespan (8), value.
 *
 * @param key        whose
 * @param createdMs  milliseconds since 1970
 * @param lifespanMs milliseconds from then; negative: it does not end
 * @param value      empty: the key is removed
 */
record LogEntry(LogKey key, long createdMs, long lifespanMs, byte[] value) {
    /** Length and checksum. */
    static final int PREFIX_BYTES = 8;

    private static final int FIXED_BYTES = LogKey.LENGTH + 2 * Long.BYTES;
    /** Longest entry, bytes: a record of 256 values of 8 KiB with keys and signatures, generously. */
    static final int LONGEST = 8 << 20;

    static LogEntry removal(LogKey key) {
        return new LogEntry(key, 0, -1, new byte[0]);
    }

    boolean isRemoval() {
        return value.length == 0;
    }

    /** Since when it counts as absent, milliseconds since 1970. */
    long expiryMs() {
        return lifespanMs < 0 ? Long.MAX_VALUE : createdMs + lifespanMs;
    }

    byte[] encode() {
        int body = FIXED_BYTES + value.length;
        ByteBuffer bytes = ByteBuffer.allocate(PREFIX_BYTES + body);
        bytes.putInt(body).putInt(0);
        key.write(bytes);
        bytes.putLong(createdMs).putLong(lifespanMs).put(value);
        return bytes.putInt(Integer.BYTES, checksum(bytes.array(), PREFIX_BYTES, body))
                .array();
    }

    /**
     * Bytes of the entry that starts with this prefix, 0 when none can.
     *
     * @param length the first four bytes
     */
    static int wholeLength(int length) {
        return length < FIXED_BYTES || length > LONGEST ? 0 : PREFIX_BYTES + length;
    }

    /** Whether the bytes are an entry that nothing happened to. */
    static boolean isSound(byte[] bytes, int offset, int length) {
        ByteBuffer prefix = ByteBuffer.wrap(bytes, offset, PREFIX_BYTES);
        return wholeLength(prefix.getInt()) == length
                && prefix.getInt() == checksum(bytes, offset + PREFIX_BYTES, length - PREFIX_BYTES);
    }

    /** Of sound bytes. */
    static LogEntry decode(byte[] bytes, int offset, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset + PREFIX_BYTES, length - PREFIX_BYTES);
        LogKey key = LogKey.read(in);
        long createdMs = in.getLong();
        long lifespanMs = in.getLong();
        byte[] value = new byte[in.remaining()];
        in.get(value);
        return new LogEntry(key, createdMs, lifespanMs, value);
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
