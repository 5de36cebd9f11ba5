package org.p2psip.storage.service.records;

import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.write.WriteResult;

/**
 * A process that writes until it is killed: refreshes of a few registrations, many in flight. Each write that was
 * accepted is a line "name sequence" on its output.
 */
final class EndlessWriter {
    static final int NAMES = 40;
    private static final int IN_FLIGHT = 128;
    private static final String FILL = "x".repeat(4000);

    private EndlessWriter() {}

    /** Directory of the store, and the first sequence to write. */
    public static void main(String[] args) throws InterruptedException {
        RecordStore store = Stores.open(Path.of(args[0])).store();
        Semaphore free = new Semaphore(IN_FLIGHT);
        for (long sequence = Long.parseLong(args[1]); ; sequence++) {
            for (int i = 0; i < NAMES; i++) {
                free.acquire();
                write(store, "user" + i, sequence, free);
            }
        }
    }

    private static void write(RecordStore store, String name, long sequence, Semaphore free) {
        store.write(ResourceId.of(name), Stores.registration(name, sequence + FILL, sequence, 3600))
                .whenComplete((result, failure) -> {
                    if (result instanceof WriteResult.Accepted) {
                        synchronized (System.out) {
                            System.out.println(name + " " + sequence);
                        }
                    } else {
                        System.err.println(name + " " + sequence + " failed: " + result + " " + failure);
                    }
                    free.release();
                });
    }
}
