package org.p2psip.storage.service.disk;

import java.util.Arrays;

/** Keys with the same first byte are a segment, and follow each other on the disk. */
final class Segments {
    static final int COUNT = 256;

    private static final int LONGEST_KEY = 31;
    private static final byte[] END = end();

    private Segments() {}

    static int of(byte[] key) {
        return Byte.toUnsignedInt(key[0]);
    }

    /** Comes before all keys of a segment, and after those of the segment before; of {@link #COUNT}: after all keys. */
    static byte[] start(int segment) {
        return segment == COUNT ? END : new byte[] {(byte) segment};
    }

    private static byte[] end() {
        byte[] end = new byte[LONGEST_KEY + 1];
        Arrays.fill(end, (byte) 0xFF);
        return end;
    }
}
