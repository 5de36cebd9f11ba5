package org.p2psip.storage.service.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Removes what expired. The index by expiry tells what is due, so that nothing else is looked at. */
final class ExpiryPurge {
    private static final int AT_ONCE = 1000;

    private final RecordDatabase database;
    private final WriteQueue queue;

    ExpiryPurge(RecordDatabase database, WriteQueue queue) {
        this.database = database;
        this.queue = queue;
    }

    /** Waits for the disk. */
    void run(long nowMs) throws IOException {
        byte[] from = {};
        List<Due> some;
        do {
            some = database.due(from, nowMs, AT_ONCE);
            List<DiskWrite.Purge> purges = new ArrayList<>(some.size());
            for (Due due : some) {
                // The writer looks again, since it may be written meanwhile. Then it need not wait for the disk
                database.expires(due);
                purges.add(new DiskWrite.Purge(due));
            }
            queue.addIfNothingWaits(purges).join();
            if (!some.isEmpty()) {
                byte[] last = some.getLast().encode();
                from = Arrays.copyOf(last, last.length + 1);
            }
        } while (some.size() == AT_ONCE);
    }
}
