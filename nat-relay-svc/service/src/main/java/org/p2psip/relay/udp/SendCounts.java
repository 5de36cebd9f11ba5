package org.p2psip.relay.udp;

import java.util.concurrent.atomic.LongAdder;

/** What went wrong between the core and the network. Any thread may read. */
public final class SendCounts {
    private final LongAdder queueFull = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder defects = new LongAdder();

    /** Answers dropped because those before them still wait in the socket's send queue. */
    public long queueFull() {
        return queueFull.sum();
    }

    /** Answers that the operating system refused to send. */
    public long failed() {
        return failed.sum();
    }

    /** Datagrams whose handling ended in an exception: each is a bug. */
    public long defects() {
        return defects.sum();
    }

    void countQueueFull() {
        queueFull.increment();
    }

    void countFailed() {
        failed.increment();
    }

    void countDefect() {
        defects.increment();
    }
}
