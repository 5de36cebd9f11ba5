package org.p2psip.edge.service.kafka;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Runs a task some time after it is wanted, once for all who want it meanwhile. Any thread may want it. */
final class Gathering {
    private static final Logger LOG = Logger.getLogger(Gathering.class);

    private final ScheduledExecutorService thread;
    private final Duration time;
    private final Runnable task;
    private final AtomicBoolean underWay = new AtomicBoolean();

    /**
     * @param thread runs the task
     * @param time from the first who wants it to the run
     */
    Gathering(ScheduledExecutorService thread, Duration time, Runnable task) {
        this.thread = thread;
        this.time = time;
        this.task = task;
    }

    /** Whether the task is wanted and has not begun. */
    boolean isUnderWay() {
        return underWay.get();
    }

    void want() {
        if (!underWay.get() && underWay.compareAndSet(false, true)) {
            try {
                thread.schedule(this::run, time.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("the edge has stopped; the record is not sent", e);
            }
        }
    }

    private void run() {
        underWay.set(false);
        task.run();
    }
}
