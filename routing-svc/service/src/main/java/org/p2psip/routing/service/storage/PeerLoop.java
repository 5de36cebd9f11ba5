package org.p2psip.routing.service.storage;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The one event loop that owns the state of this peer: the link to storage, and what is in flight on it and on the
 * clients' streams. The link's connection runs on it, and so do the connections of the clients where Vert.x has one loop
 * ({@code quarkus.vertx.event-loops-pool-size}): then nothing on its way changes threads.
 */
@Singleton
public final class PeerLoop implements Executor {
    private final EventLoop loop;

    @Inject
    PeerLoop(Vertx vertx) {
        this(((VertxInternal) vertx).getEventLoopGroup());
    }

    /** @param group of which one loop is this */
    public PeerLoop(EventLoopGroup group) {
        this.loop = group.next();
    }

    /** Runs a task after those that were given before; a task may give further tasks. */
    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    /** Runs a task once, later. */
    public void schedule(Runnable task, long delayMs) {
        loop.schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    /** Milliseconds on a clock that never goes back and has no calendar. */
    public static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** This loop, for connections. */
    public EventLoopGroup group() {
        return loop;
    }

    /** This loop, for who needs to cancel what he plans. */
    public ScheduledExecutorService scheduler() {
        return loop;
    }
}
