package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.p2psip.relay.turn.data.DataIndication;

/**
 * Receives a peer's datagram with room before and behind it, so that what the client's message adds is written around
 * the data and these stay where they are. One for each channel: Netty hands over a slice of the buffer, and the whole of
 * it is here.
 */
final class Headroom extends DefaultMaxMessagesRecvByteBufAllocator {
    /** Octets before the data. */
    static final int BEFORE = DataIndication.MAX_OCTETS;

    /** Octets behind them, for padding. */
    private static final int BEHIND = 3;

    /** Datagrams that are received with one wake-up where they come densely. */
    private static final int MOST_AT_ONCE = 16;

    /** Wake-ups that are closer than this: there is more behind it often enough to look again at once. */
    private static final long DENSE_NANOS = 100_000;

    private final int most;
    private ByteBuf whole;

    /**
     * @param most octets of data that fit
     */
    Headroom(int most) {
        super(1);
        this.most = most;
    }

    /** The buffer of the datagram that was just received, its data at {@link #BEFORE}. */
    ByteBuf whole() {
        return whole;
    }

    @Override
    @SuppressWarnings("deprecation") // the type that the interface asks for
    public Handle newHandle() {
        return new MaxMessageHandle() {
            private long lastNanos = System.nanoTime() - DENSE_NANOS;
            private boolean dense;
            private int received;

            @Override
            public void reset(ChannelConfig config) {
                super.reset(config);
                long now = System.nanoTime();
                dense = received > 1 || now - lastNanos < DENSE_NANOS;
                lastNanos = now;
                received = 0;
            }

            @Override
            public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
                return ++received < MOST_AT_ONCE && dense;
            }

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                whole = allocator.ioBuffer(BEFORE + most + BEHIND);
                return whole.slice(BEFORE, most).clear();
            }

            @Override
            public int guess() {
                return most;
            }
        };
    }
}
