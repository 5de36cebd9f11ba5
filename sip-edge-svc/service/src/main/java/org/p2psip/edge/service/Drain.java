package org.p2psip.edge.service;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/** Waits until requests are answered and calls are over, so that the last requests of a call still find somebody. */
final class Drain {
    private static final Logger LOG = Logger.getLogger(Drain.class);
    private static final int POLL_MS = 50;

    private final EventLoop thread;
    private final EdgeLoop edge;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();

    Drain(EventLoop thread, EdgeLoop edge) {
        this.thread = thread;
        this.edge = edge;
    }

    /** Waits at most so long. Not on the loop. */
    void await(Duration limit) {
        Future<?> poll = thread.scheduleAtFixedRate(this::look, 0, POLL_MS, TimeUnit.MILLISECONDS);
        try {
            boolean inTime = over.await(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!inTime && unanswered.get() + calls.get() > 0) {
                LOG.infof(
                        "%d requests are not answered and %d calls are up after %d s",
                        unanswered.get(), calls.get(), limit.toSeconds());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            poll.cancel(false);
        }
    }

    private void look() {
        unanswered.set(edge.unansweredRequests());
        calls.set(edge.activeCalls());
        if (unanswered.get() == 0 && calls.get() == 0) {
            over.countDown();
        }
    }
}
