package org.p2psip.storage.service.records;

import java.io.IOException;

/** The records of this process: a store of its own, or a member of a cluster of them. */
public interface RecordCache extends AutoCloseable {
    RecordStore store();

    /** Whether reads are served. */
    boolean isRunning();

    /** How it stands, for an operator: a few words. */
    String condition();

    /** Whether records reach the disk: false from a write that it did not take until it takes writes again. */
    boolean takesWrites();

    /** Members of the cluster that this one sees, itself among them. */
    int members();

    /** Fails when the disk does not take a synced write. Blocks. */
    void probeDisk(long nowMs) throws IOException;

    /** Flushes what waits for the disk, and stops; the first time. From then on requests are refused. Blocks. */
    @Override
    void close() throws IOException;
}
