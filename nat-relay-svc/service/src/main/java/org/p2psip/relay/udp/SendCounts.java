package org.p2psip.relay.udp;

import java.util.concurrent.atomic.LongAdder;

/** What went wrong between the core and the network. Any thread may read. */
public final class SendCounts {
    private final LongAdder queueFull = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder defects = new LongAdder();
    private final LongAdder refusedConnections = new LongAdder();

    /** Answers dropped because those before them still wait in the socket's send queue. */
    public long queueFull() {
        return queueFull.sum();
    }

    /** Answers that the operating system refused to send. */
    public long failed() {
        return failed.sum();
    }

    /** Packets and messages whose handling ended in an exception: each is a bug. */
    public long defects() {
        return defects.sum();
    }

    /** Connections that were closed at once, as there are as many as there may be. */
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    public void countRefusedConnection() {
        refusedConnections.increment();
    }

    public void countQueueFull() {
        queueFull.increment();
    }

    public void countFailed() {
        failed.increment();
    }

    public void countDefect() {
        defects.increment();
    }
}
