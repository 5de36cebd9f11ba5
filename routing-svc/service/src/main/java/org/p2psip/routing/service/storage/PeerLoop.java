package org.p2psip.routing.service.storage;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The one event loop that owns the state of this peer: the link to storage, and what is in flight on it and on the
 * clients' streams. The link's connection runs on it too, so answers of storage need no hand-over.
 */
@Singleton
public final class PeerLoop implements Executor {
    private static final long QUIET_MS = 0;
    private static final long STOP_LIMIT_MS = 1000;

    private final EventLoopGroup group = new NioEventLoopGroup(1, new DefaultThreadFactory("peer-loop", true));
    private final EventLoop loop = group.next();

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

    EventLoopGroup group() {
        return group;
    }

    @PreDestroy
    void stop() {
        group.shutdownGracefully(QUIET_MS, STOP_LIMIT_MS, TimeUnit.MILLISECONDS);
    }
}
