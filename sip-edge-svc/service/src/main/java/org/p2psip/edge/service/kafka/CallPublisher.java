package org.p2psip.edge.service.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.Occasional;

/**
 * Brings call records to Kafka: over a bounded buffer while it takes them, over the spool on disk while it does not.
 * A record leaves memory or disk only when Kafka has acknowledged it; what was sent and not acknowledged is sent again,
 * so that a consumer may see a record twice, with the same record_id.
 *
 * <p>States: unproven (one record is sent, the others wait for what comes of it), up (a window of records is on its
 * way), down (all go to the spool, the first of which is tried again now and then). Everything but
 * {@link #offer} runs on one thread, which is not the event loop.
 */
public final class CallPublisher {
    private static final Logger LOG = Logger.getLogger(CallPublisher.class);
    /** Records on their way: what Kafka takes within some 300 ms at 8 000 a second. */
    private static final int WINDOW = 2_048;

    private static final int SPOOL_BATCH = 128;
    /** How long records gather before they are sent together: waking a thread for each costs more than sending it. */
    private static final Duration GATHER = Duration.ofMillis(100);

    /**
     * Bounds and times.
     *
     * @param buffer records that may wait in memory
     * @param retry between attempts while Kafka is away
     */
    public record Options(int buffer, Duration retry) {}

    private enum State {
        UNPROVEN,
        UP,
        DOWN
    }

    private final ScheduledExecutorService thread;
    private final Duration retry;
    private final CallSink sink;
    private final CallSpool spool;
    private final SpoolReplay replay;
    private final Counts<CallCounter> counts;
    private final BlockingQueue<byte[]> buffer;
    private final AtomicLong notBuffered = new AtomicLong();
    private final Gathering gathering;
    private final UnacknowledgedBatches unacknowledged = new UnacknowledgedBatches();
    private volatile long spoolDepth;
    private volatile boolean closed;
    private final Occasional complaints = new Occasional(LOG);
    private State state = State.UNPROVEN;
    private boolean retryPlanned;
    private CompletableFuture<Void> idle;

    /**
     * @param thread runs everything; one thread
     * @param options bounds and times
     */
    public CallPublisher(
            ScheduledExecutorService thread,
            CallSink sink,
            CallSpool spool,
            Options options,
            Counts<CallCounter> counts) {
        this.retry = options.retry();
        this.thread = thread;
        this.sink = sink;
        this.spool = spool;
        gathering = new Gathering(thread, GATHER, this::work);
        replay = new SpoolReplay(spool, sink, this::onThread);
        this.counts = counts;
        this.buffer = new ArrayBlockingQueue<>(options.buffer());
        spoolDepth = spool.depth();
        counts.add(CallCounter.TORN, spool.torn());
        gathering.want();
    }

    /** Takes a record, or drops and counts it when the buffer is full. Any thread; never blocks. */
    public void offer(byte[] record) {
        if (closed || !buffer.offer(record)) {
            notBuffered.incrementAndGet();
            return;
        }
        gathering.want();
    }

    /** Records on disk. Any thread. */
    public long spoolDepth() {
        return spoolDepth;
    }

    /** Records lost so far. Any thread. */
    public long dropped() {
        return counts.get(CallCounter.DROPPED) + notBuffered.get();
    }

    /** Sends what waits, for at most that time, and leaves the rest on disk. Then nothing is taken any more. */
    public void close(Duration limit) throws IOException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.execute(() -> {
            idle = done;
            work();
        });
        try {
            done.completeOnTimeout(null, limit.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } finally {
            closed = true;
            CompletableFuture.runAsync(this::keepAll, thread).join();
            sink.close();
            spool.force();
            spool.close();
        }
    }

    private void onThread(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the edge has stopped; what Kafka says now is of no use", e);
        }
    }

    private void work() {
        if (closed) {
            return;
        }
        if (state == State.DOWN) {
            spoolBuffered();
            planRetry();
        } else {
            if (!gathering.isUnderWay() || idle != null) {
                sendBuffered(); // else they still gather
            }
            sendSpooled();
        }
        if (idle != null && unacknowledged.isEmpty() && buffer.isEmpty()) {
            idle.complete(null);
        }
    }

    private int window() {
        return state == State.UP ? WINDOW : 1;
    }

    private void sendBuffered() {
        int room = window() - unacknowledged.records() - replay.unacknowledged();
        List<byte[]> records = new ArrayList<>();
        if (room <= 0 || buffer.drainTo(records, room) == 0) {
            return;
        }
        long id = unacknowledged.add(records);
        sink.send(records).whenComplete((none, failure) -> onThread(() -> acknowledged(id, failure)));
    }

    private void acknowledged(long id, Throwable failure) {
        Optional<List<byte[]>> records = unacknowledged.take(id);
        if (records.isEmpty()) {
            return; // on disk already
        }
        if (failure == null) {
            counts.add(CallCounter.SENT, records.get().size());
            proven();
        } else {
            keep(records.get());
            lost(failure);
        }
        work();
    }

    private void sendSpooled() {
        if (unacknowledged.records() >= window()) {
            return;
        }
        try {
            replay.send(state == State.UP ? SPOOL_BATCH : 1, this::spooledAnswered);
        } catch (IOException e) {
            diskFailed(e);
        }
    }

    private void spooledAnswered(int sent, Throwable failure) {
        if (closed) {
            return;
        }
        if (failure == null) {
            counts.add(CallCounter.SENT, sent);
            proven();
            try {
                replay.clearWhenSent();
            } catch (IOException e) {
                diskFailed(e);
            }
            spoolDepth = spool.depth();
        } else {
            lost(failure);
        }
        work();
    }

    private void proven() {
        if (state == State.DOWN) {
            LOG.info("Kafka takes call records again");
        }
        state = State.UP;
    }

    private void lost(Throwable failure) {
        counts.add(CallCounter.SEND_FAILURES);
        if (state != State.DOWN) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            LOG.warnf("Kafka takes no call records (%s): they go to the spool until it does", cause.getMessage());
        }
        state = State.DOWN;
        // What is on its way may hang there as long as Kafka is away: on disk it survives the process
        keep(unacknowledged.takeAll());
    }

    private void planRetry() {
        if (!retryPlanned && replay.unacknowledged() == 0) {
            retryPlanned = true;
            thread.schedule(this::retry, retry.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void retry() {
        retryPlanned = false;
        if (closed) {
            return;
        }
        if (replay.isEmpty()) {
            state = State.UNPROVEN; // nothing could be kept that Kafka could be tried with: the next record is
            work();
        } else {
            sendSpooled();
        }
    }

    private void spoolBuffered() {
        List<byte[]> records = new ArrayList<>();
        buffer.drainTo(records);
        keep(records);
    }

    private void keepAll() {
        keep(unacknowledged.takeAll());
        spoolBuffered();
    }

    private void keep(List<byte[]> records) {
        if (records.isEmpty()) {
            return;
        }
        int kept = 0;
        try {
            kept = spool.append(records);
        } catch (IOException e) {
            diskFailed(e);
        }
        counts.add(CallCounter.SPOOLED, kept);
        if (kept < records.size()) {
            long lost = (long) records.size() - kept;
            counts.add(CallCounter.DROPPED, lost);
            complaints.warn(() -> lost + " call records are lost: the spool is full or failed");
        }
        spoolDepth = spool.depth();
    }

    private void diskFailed(IOException failure) {
        LOG.errorf("the spool of call records failed: %s", failure);
        state = State.DOWN;
        planRetry();
    }
}
