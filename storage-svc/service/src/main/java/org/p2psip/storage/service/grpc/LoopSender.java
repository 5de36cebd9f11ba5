package org.p2psip.storage.service.grpc;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import java.util.concurrent.TimeUnit;

/** Sends the messages of a stream on one event loop. */
final class LoopSender implements PipelineCall.Sender {
    private final EventLoop loop;
    private final int gatherMicros;
    private final Runnable sent;

    /**
     * @param gatherMicros what "later" is, microseconds; Java's selector rounds it up to whole milliseconds
     * @param sent         counts messages
     */
    LoopSender(Vertx vertx, int gatherMicros, Runnable sent) {
        this.loop = ((ContextInternal) vertx.getOrCreateContext()).nettyEventLoop();
        this.gatherMicros = gatherMicros;
        this.sent = sent;
    }

    @Override
    public void soon(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void later(Runnable task) {
        if (gatherMicros == 0) {
            loop.execute(task);
        } else {
            loop.schedule(task, gatherMicros, TimeUnit.MICROSECONDS);
        }
    }

    @Override
    public void sent() {
        sent.run();
    }
}
