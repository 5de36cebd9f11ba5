package org.p2psip.edge.transaction;

import java.nio.ByteBuffer;

/**
 * Records of bytes of which the oldest leaves first. They lie in few buffers that are used again, so that the collector
 * finds no objects to follow or to move, however many records there are.
 */
final class RecordRing {
    private static final int CHUNK_BITS = 20;
    /**
     * Bytes of a buffer: with the header of its array one region of the collector, which then takes it for a large object
     * and never moves it.
     */
    static final int CHUNK_BYTES = (1 << CHUNK_BITS) - 32;

    private static final int LENGTH_BYTES = Integer.BYTES;
    /** The longest record, in bytes. */
    static final int MAX_RECORD_BYTES = CHUNK_BYTES - LENGTH_BYTES;

    private static final int REST_IS_EMPTY = -1;

    private final ByteBuffer[] chunks;
    private ByteBuffer spare;
    private long first;
    private long next;
    private int count;

    /** @param limit most buffers of {@link #CHUNK_BYTES} */
    RecordRing(int limit) {
        chunks = new ByteBuffer[limit];
    }

    /** Number of records. */
    int count() {
        return count;
    }

    /**
     * Makes room for one more record.
     *
     * @param length in bytes, at most {@link #MAX_RECORD_BYTES}
     * @return its position; -1 when the oldest has to leave first
     */
    long append(int length) {
        int used = inChunk(next);
        int left = CHUNK_BYTES - used;
        if (LENGTH_BYTES + length > left) {
            if (left >= LENGTH_BYTES) {
                chunk(next).putInt(used, REST_IS_EMPTY);
            }
            next = nextChunk(next);
            used = 0;
        }
        if (used == 0 && !openChunk()) {
            return -1;
        }
        long position = next + LENGTH_BYTES;
        chunk(position).putInt(used, length);
        next = position + length;
        count++;
        return position;
    }

    private boolean openChunk() {
        if (chunk(next) != null) {
            return false;
        }
        chunks[index(next)] = spare == null ? ByteBuffer.allocate(CHUNK_BYTES) : spare;
        spare = null;
        return true;
    }

    /** Position of the oldest record; only when there is one. */
    long first() {
        return first + LENGTH_BYTES;
    }

    /** Takes the oldest record away; only when there is one. */
    void removeFirst() {
        count--;
        long following = first + LENGTH_BYTES + chunk(first).getInt(inChunk(first));
        if (count == 0) {
            release(first);
            first = Math.max(nextChunk(first), next); // next may be at the start of a chunk that is not there yet
            next = first;
        } else if (isLeft(following)) {
            release(first);
            first = nextChunk(first);
        } else {
            first = following;
        }
    }

    /** Whether the records go on in the next buffer. */
    private boolean isLeft(long position) {
        int used = inChunk(position);
        return used + LENGTH_BYTES > CHUNK_BYTES || chunk(position).getInt(used) == REST_IS_EMPTY;
    }

    /** The buffer that a record lies in. */
    ByteBuffer chunk(long position) {
        return chunks[index(position)];
    }

    /** Where in its buffer a record starts. */
    int offset(long position) {
        return inChunk(position);
    }

    private void release(long position) {
        spare = chunk(position);
        chunks[index(position)] = null;
    }

    private int index(long position) {
        return (int) ((position >>> CHUNK_BITS) % chunks.length);
    }

    private static int inChunk(long position) {
        return (int) position & ((1 << CHUNK_BITS) - 1);
    }

    private static long nextChunk(long position) {
        return ((position >>> CHUNK_BITS) + 1) << CHUNK_BITS;
    }
}
