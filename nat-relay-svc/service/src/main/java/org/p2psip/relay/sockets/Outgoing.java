package org.p2psip.relay.sockets;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The channels of one event loop that were written to: all are flushed when the loop has looked at everything that
 * arrived with the same wake-up, so that what goes one way leaves with one system call. Owned by the event loop.
 */
final class Outgoing {
    private final Consumer<Runnable> afterIteration;
    private final List<Written> written = new ArrayList<>();
    private boolean scheduled;

    /** A channel that remembers whether it is waiting here. */
    static final class Written {
        private final Channel channel;
        private final Segments segments;
        private boolean waiting;

        Written(Channel channel) {
            this.channel = channel;
            this.segments = new Segments(channel);
        }

        Channel channel() {
            return channel;
        }

        /** What goes out with the next flush; of channels of datagrams. */
        Segments segments() {
            return segments;
        }

        void flush() {
            segments.finish();
            channel.flush();
        }
    }

    Outgoing(EventLoop loop) {
        this(((SingleThreadEventLoop) loop)::executeAfterEventLoopIteration);
    }

    /**
     * @param afterIteration runs what it is given when the event loop has looked at all that arrived
     */
    Outgoing(Consumer<Runnable> afterIteration) {
        this.afterIteration = afterIteration;
    }

    /** Something was written to it. */
    void add(Written channel) {
        if (!channel.waiting) {
            channel.waiting = true;
            written.add(channel);
            if (!scheduled) {
                scheduled = true;
                afterIteration.accept(this::flush);
            }
        }
    }

    private void flush() {
        scheduled = false;
        for (int i = 0; i < written.size(); i++) {
            Written channel = written.get(i);
            channel.waiting = false;
            channel.flush();
        }
        written.clear();
    }
}
