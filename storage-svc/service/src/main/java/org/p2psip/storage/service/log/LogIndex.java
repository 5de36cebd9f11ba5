package org.p2psip.storage.service.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Where the entry of each key is. Some 60 bytes for each, in arrays that a collector need not look into. */
final class LogIndex {
    private final Table[] tables = new Table[LogKey.SEGMENTS];

    LogIndex() {
        for (int segment = 0; segment < tables.length; segment++) {
            tables[segment] = new Table();
        }
    }

    /** Null when there is none. */
    Place find(LogKey key) {
        Table table = tables[key.segment()];
        synchronized (table) {
            int slot = table.slot(key);
            return table.isFree(slot) ? null : table.place(slot);
        }
    }

    /** The place before, null when there was none. */
    Place put(LogKey key, Place place) {
        Table table = tables[key.segment()];
        synchronized (table) {
            int slot = table.slot(key);
            Place before = table.isFree(slot) ? null : table.place(slot);
            table.set(slot, key, place);
            return before;
        }
    }

    /** The place that it had, null when there was none. */
    Place remove(LogKey key) {
        Table table = tables[key.segment()];
        synchronized (table) {
            int slot = table.slot(key);
            Place before = table.isFree(slot) ? null : table.place(slot);
            if (before != null) {
                table.free(slot);
            }
            return before;
        }
    }

    /** Puts or removes (when {@code to} is null) what is at {@code from}; false when it is not there any more. */
    boolean move(LogKey key, Place from, Place to) {
        Table table = tables[key.segment()];
        synchronized (table) {
            int slot = table.slot(key);
            if (table.isFree(slot) || !table.place(slot).equals(from)) {
                return false;
            }
            if (to == null) {
                table.free(slot);
            } else {
                table.set(slot, key, to);
            }
            return true;
        }
    }

    /** All keys of a segment. */
    List<LogKey> keys(int segment) {
        List<LogKey> keys = new ArrayList<>();
        visit(segment, (key, place) -> keys.add(key));
        return keys;
    }

    /** Those of a segment that expired. */
    List<LogKey> expired(int segment, long nowMs) {
        List<LogKey> keys = new ArrayList<>();
        visit(segment, (key, place) -> {
            if (place.expiryMs() <= nowMs) {
                keys.add(key);
            }
        });
        return keys;
    }

    int size(int segment) {
        synchronized (tables[segment]) {
            return tables[segment].used;
        }
    }

    private void visit(int segment, BiConsumer<LogKey, Place> visitor) {
        Table table = tables[segment];
        synchronized (table) {
            for (int slot = 0; slot <= table.mask; slot++) {
                if (!table.isFree(slot)) {
                    visitor.accept(table.key(slot), table.place(slot));
                }
            }
        }
    }

    /** Open addressing with linear probing; a power of two of slots, of which a third at least is free. */
    private static final class Table {
        private static final int FIRST_SLOTS = 16;

        private int mask = FIRST_SLOTS - 1;
        private int used;
        private long[] high = new long[FIRST_SLOTS];
        private long[] low = new long[FIRST_SLOTS];
        private int[] kind = new int[FIRST_SLOTS];
        /** 0 in a free slot. */
        private int[] file = new int[FIRST_SLOTS];

        private int[] offset = new int[FIRST_SLOTS];
        private int[] length = new int[FIRST_SLOTS];
        private long[] expiryMs = new long[FIRST_SLOTS];

        /** Where the key is, or the free slot where it belongs. */
        int slot(LogKey key) {
            int slot = home(key.high(), key.low(), key.kind());
            while (file[slot] != 0
                    && !(low[slot] == key.low() && high[slot] == key.high() && kind[slot] == key.kind())) {
                slot = (slot + 1) & mask;
            }
            return slot;
        }

        private int home(long keyHigh, long keyLow, int keyKind) {
            long mixed = (keyHigh ^ Long.rotateLeft(keyLow, 32) ^ keyKind) * 0x9E3779B97F4A7C15L;
            return (int) (mixed >>> 32) & mask;
        }

        boolean isFree(int slot) {
            return file[slot] == 0;
        }

        LogKey key(int slot) {
            return new LogKey(high[slot], low[slot], kind[slot]);
        }

        Place place(int slot) {
            return new Place(file[slot], offset[slot], length[slot], expiryMs[slot]);
        }

        void set(int slot, LogKey key, Place place) {
            boolean added = file[slot] == 0;
            high[slot] = key.high();
            low[slot] = key.low();
            kind[slot] = key.kind();
            file[slot] = place.file();
            offset[slot] = place.offset();
            length[slot] = place.length();
            expiryMs[slot] = place.expiryMs();
            if (added && ++used * 3L > (mask + 1) * 2L) {
                grow();
            }
        }

        /** Frees a slot, and closes the gap that it would leave in the way to others. */
        void free(int slot) {
            used--;
            int gap = slot;
            for (int next = (gap + 1) & mask; file[next] != 0; next = (next + 1) & mask) {
                int home = home(high[next], low[next], kind[next]);
                if (((next - home) & mask) >= ((next - gap) & mask)) {
                    copy(this, next, gap);
                    gap = next;
                }
            }
            file[gap] = 0;
        }

        private void grow() {
            Table old = new Table();
            copy(this, old);
            int slots = 2 * (mask + 1);
            mask = slots - 1;
            high = new long[slots];
            low = new long[slots];
            kind = new int[slots];
            file = new int[slots];
            offset = new int[slots];
            length = new int[slots];
            expiryMs = new long[slots];
            for (int slot = 0; slot <= old.mask; slot++) {
                if (old.file[slot] != 0) {
                    copy(old, slot, slot(old.key(slot)));
                }
            }
        }

        private static void copy(Table from, Table to) {
            to.mask = from.mask;
            to.high = from.high;
            to.low = from.low;
            to.kind = from.kind;
            to.file = from.file;
            to.offset = from.offset;
            to.length = from.length;
            to.expiryMs = from.expiryMs;
        }

        private void copy(Table from, int slot, int to) {
            high[to] = from.high[slot];
            low[to] = from.low[slot];
            kind[to] = from.kind[slot];
            file[to] = from.file[slot];
            offset[to] = from.offset[slot];
            length[to] = from.length[slot];
            expiryMs[to] = from.expiryMs[slot];
        }
    }
}
