package org.p2psip.edge.service.kafka;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Sends the spool from its start, a batch at a time, and empties it once all of it is acknowledged. A batch that is not
 * acknowledged whole is sent again whole. One thread uses it.
 */
final class SpoolReplay {
    private static final Logger LOG = Logger.getLogger(SpoolReplay.class);

    private final CallSpool spool;
    private final CallSink sink;
    private final Executor thread;
    private long position;
    private int unacknowledged;

    /** @param thread where answers are handled: the one that uses this */
    SpoolReplay(CallSpool spool, CallSink sink, Executor thread) {
        this.spool = spool;
        this.sink = sink;
        this.thread = thread;
    }

    boolean isEmpty() {
        return spool.depth() == 0;
    }

    /** Records on their way. */
    int unacknowledged() {
        return unacknowledged;
    }

    /**
     * Sends the next records, when none is on its way.
     *
     * @param most so many at most
     * @param answer told how many were acknowledged, or 0 and why not
     */
    void send(int most, Answer answer) throws IOException {
        if (unacknowledged > 0 || isEmpty()) {
            return;
        }
        List<CallSpool.Spooled> batch = spool.read(position, most);
        unacknowledged = batch.size();
        List<byte[]> records = batch.stream().map(CallSpool.Spooled::bytes).toList();
        long end = batch.get(batch.size() - 1).end();
        Consumer<Throwable> answered = failure -> {
            int count = unacknowledged;
            unacknowledged = 0;
            if (failure == null) {
                position = end;
            }
            answer.answered(failure == null ? count : 0, failure);
        };
        sink.send(records).whenComplete((none, failure) -> thread.execute(() -> answered.accept(failure)));
    }

    /** Empties the spool when all of it was sent. */
    void clearWhenSent() throws IOException {
        if (!isEmpty() && position >= spool.end()) {
            LOG.infof("all %d call records of the spool are sent", spool.depth());
            spool.clear();
            position = 0;
        }
    }

    /** What came of a batch. */
    @FunctionalInterface
    interface Answer {
        void answered(int sent, Throwable failure);
    }
}
