package org.p2psip.edge.service.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;

/**
 * One buffer for all reads of a UDP socket. A buffer that holds several datagrams of the largest size is too large for
 * Netty's pool, and making (and clearing) one for each read costs more than all the rest of a datagram. Our handler
 * copies and releases each datagram before the next read, so the buffer is free again by then; where it is not, a new
 * one serves that read.
 */
final class KeptReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private final int bytes;

    /**
     * @param bytes size of the buffer
     * @param datagramsPerTurn after so many the loop turns to something else
     */
    KeptReceiveBuffer(int bytes, int datagramsPerTurn) {
        super(datagramsPerTurn);
        this.bytes = bytes;
    }

    /** One for each socket; Netty asks for it once, by a type that it deprecates and has no other for. */
    @Override
    @SuppressWarnings("deprecation")
    public Handle newHandle() {
        return new MaxMessageHandle() {
            private ByteBuf kept;

            @Override
            public ByteBuf allocate(ByteBufAllocator allocator) {
                if (kept == null) {
                    kept = allocator.directBuffer(bytes, bytes);
                }
                return kept.refCnt() == 1 ? kept.clear().retain() : allocator.directBuffer(bytes, bytes);
            }

            @Override
            public int guess() {
                return bytes;
            }
        };
    }
}
