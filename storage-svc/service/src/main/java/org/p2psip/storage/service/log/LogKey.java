package org.p2psip.storage.service.log;

import java.nio.ByteBuffer;

/** Key of an entry: the 16 bytes of a Resource-ID and the 4 bytes of a Kind-ID, in network order. */
record LogKey(long high, long low, int kind) {
    static final int LENGTH = 20;
    /** Keys with the same first byte are a segment. */
    static final int SEGMENTS = 256;

    static LogKey of(byte[] bytes) {
        return read(ByteBuffer.wrap(bytes));
    }

    static LogKey read(ByteBuffer in) {
        return new LogKey(in.getLong(), in.getLong(), in.getInt());
    }

    void write(ByteBuffer out) {
        out.putLong(high).putLong(low).putInt(kind);
    }

    byte[] toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(LENGTH);
        write(bytes);
        return bytes.array();
    }

    int segment() {
        return (int) (high >>> 56);
    }
}
