package org.p2psip.storage.service.disk;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Writes what waits in a queue, all of it at once, on a thread of its own. When the disk refuses, what was not answered
 * yet fails, and what was is tried again until the disk takes it.
 */
final class RecordWriter implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RecordWriter.class);
    /** How long writes gather where nobody waits for them, milliseconds. */
    private static final long GATHER_MS = 100;
    /** Until a disk that refused is tried again, milliseconds. */
    private static final long RETRY_MS = 1000;

    private final RecordDatabase database;
    private final WriteQueue queue;
    private final boolean gathers;
    private final Executor completions;
    private final DiskHealth health;
    private final Thread thread = Thread.ofPlatform().name("record-writer").unstarted(this::run);

    private List<WriteQueue.Waiting> taken = List.of();
    private boolean refused;

    /**
     * @param gathers     whether writes wait for others, since nobody waits for them
     * @param completions runs what waits for writes
     */
    RecordWriter(RecordDatabase database, WriteQueue queue, boolean gathers, Executor completions, DiskHealth health) {
        this.database = database;
        this.queue = queue;
        this.gathers = gathers;
        this.completions = completions;
        this.health = health;
    }

    void start() {
        thread.start();
    }

    /** Writes what waits, and ends. */
    @Override
    public void close() {
        queue.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!(queue.isClosed() && queue.isEmpty())) {
                if (refused) {
                    retry();
                } else {
                    step();
                }
            }
        } catch (DamagedException e) {
            LOG.errorf(
                    "The files of the records are %s. What is sound can be read, nothing is written any more: stop the"
                            + " service, and bring back a copy of them or move them away",
                    e.getMessage());
            end(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            LOG.error("Records are no longer written: the service has to be restarted", e);
            end(e);
        }
    }

    private void step() throws InterruptedException, DamagedException {
        queue.awaitSome();
        if (gathers) {
            queue.gather(GATHER_MS);
        }
        taken = queue.take();
        try {
            if (!taken.isEmpty()) {
                database.write(taken.stream().map(WriteQueue.Waiting::write).toList());
            }
        } catch (DamagedException e) {
            throw e;
        } catch (IOException e) {
            refused(e);
            return;
        }
        queue.done(taken);
        List<WriteQueue.Waiting> written = taken;
        completions.execute(() -> written.forEach(each -> each.written().complete(null)));
    }

    private void retry() throws InterruptedException, DamagedException {
        queue.pause(RETRY_MS);
        try {
            database.reopen();
        } catch (DamagedException e) {
            throw e;
        } catch (IOException e) {
            taken = queue.take();
            refused(e);
            return;
        }
        LOG.info("The disk takes records again");
        refused = false;
        health.taken();
    }

    private void refused(IOException cause) {
        if (!refused) {
            LOG.errorf("The disk does not take records: %s. Trying again", cause.getMessage());
        }
        refused = true;
        health.refused(taken.size());
        List<WriteQueue.Waiting> failed = new ArrayList<>();
        List<WriteQueue.Waiting> again = new ArrayList<>();
        for (WriteQueue.Waiting each : taken) {
            (each.answered() && !queue.isClosed() ? again : failed).add(each);
        }
        queue.done(failed);
        queue.putBack(again);
        long lost = failed.stream().filter(WriteQueue.Waiting::answered).count();
        if (lost > 0) {
            LOG.errorf("%d changes of records that were answered are lost: %s", lost, cause.getMessage());
        }
        completions.execute(() -> failed.forEach(each -> each.written().completeExceptionally(cause)));
    }

    /** What was answered and is not written can be read until the process ends. */
    private void end(Throwable cause) {
        health.ended();
        queue.close();
        IOException failure = new IOException("records are no longer written", cause);
        taken.forEach(each -> each.written().completeExceptionally(failure));
        queue.take().forEach(each -> each.written().completeExceptionally(failure));
    }
}
