package org.p2psip.tls.member;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.p2psip.tls.TlsCount;
import org.p2psip.tls.TlsCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that keeps a member's keys current: it waits for the enrollment server, which nobody else may. */
public final class MemberThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MemberThread.class);
    private static final Duration AFTER_BUG = Duration.ofSeconds(10);

    private final MemberKeys keys;
    private final Runnable afterTurn;
    private final TlsCounts counts;
    private final CountDownLatch enrolled = new CountDownLatch(1);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("member-keys").daemon().unstarted(task));

    /** @param afterTurn looks at what has changed */
    public MemberThread(MemberKeys keys, Runnable afterTurn, TlsCounts counts) {
        this.keys = keys;
        this.afterTurn = afterTurn;
        this.counts = counts;
    }

    /** Begins. */
    public MemberThread start() {
        if (keys.own().isPresent()) {
            enrolled.countDown();
        }
        thread.execute(this::turn);
        return this;
    }

    /** Waits until there is a certificate; false when there is none in time. */
    public boolean awaitCertificate(Duration limit) throws InterruptedException {
        return enrolled.await(limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void turn() {
        Duration wait = AFTER_BUG;
        try {
            wait = keys.turn();
            afterTurn.run();
        } catch (RuntimeException bug) {
            counts.add(TlsCount.BUGS);
            LOG.error("A bug in keeping the member's keys", bug);
        }
        if (keys.own().isPresent()) {
            enrolled.countDown();
        }
        if (!thread.isShutdown()) {
            thread.schedule(this::turn, wait.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
