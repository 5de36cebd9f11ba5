package org.p2psip.edge.proxy;

import java.util.concurrent.TimeUnit;
import org.p2psip.edge.outbound.FlowLosses;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.Hop;

/**
 * Sees that nobody waits 32 s for a server that is dead, nor for a phone whose flow is gone: hears of silence to an
 * INVITE, where there is something better to do than to wait, and of a stream that closes.
 */
final class AnswerWatch implements FlowLosses.Waiting {
    /** Who wants to know. */
    interface Listener {
        /** Nothing came in time. */
        void silent();

        /** The stream is closed: no response will come. */
        void closed();
    }

    private final ProxyContext proxy;
    private final Listener listener;
    private TimerQueue.Timer silence;
    private long connection;

    AnswerWatch(ProxyContext proxy, Listener listener) {
        this.proxy = proxy;
        this.listener = listener;
    }

    /**
     * A request is about to be sent there.
     *
     * @param otherEdge whether another edge is there, which answers an INVITE with 100 within 200 ms (RFC 3261 16.2)
     * @param otherServers whether there are other servers to try
     */
    void start(Hop hop, boolean invite, boolean otherEdge, boolean otherServers) {
        stop();
        if (hop.flow() != null && hop.transport().isReliable()) {
            connection = hop.flow().connection();
            proxy.flowLosses().add(connection, this);
        }
        long patience = otherEdge
                ? TimeUnit.MILLISECONDS.toNanos(proxy.outbound().peerTimeoutMillis())
                : otherServers ? proxy.servers().config().silenceNanos() : 0;
        if (invite && patience > 0) {
            silence = silence == null ? proxy.context().timers().timer(listener::silent) : silence;
            silence.start(patience);
        }
    }

    /** A response came. */
    void heard() {
        if (silence != null) {
            silence.cancel();
        }
    }

    /** Nobody waits any more. */
    void stop() {
        heard();
        if (connection != 0) {
            proxy.flowLosses().remove(connection, this);
            connection = 0;
        }
    }

    @Override
    public void flowLost() {
        connection = 0;
        listener.closed();
    }
}
