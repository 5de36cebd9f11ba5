package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
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
