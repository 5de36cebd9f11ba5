package org.p2psip.edge.service.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * One buffer for all reads of a UDP socket. A buffer that holds several datagrams of the largest size is too large for
 * Netty's pool, and making (and clearing) one for each read costs more than all the rest of a datagram. Our handler
 * copies and releases each datagram before the next read, so the buffer is free again by then; where it is not, a new
 * one serves that read.
 */
final class KeptReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {
    private final int bytes;
    private final int datagramsPerRead;

    /**
     * @param bytes size of the buffer
     * @param datagramsPerRead how many it holds; a read that brings fewer has emptied the socket
     * @param datagramsPerTurn after so many the loop turns to something else
     */
    KeptReceiveBuffer(int bytes, int datagramsPerRead, int datagramsPerTurn) {
        super(datagramsPerTurn);
        this.bytes = bytes;
        this.datagramsPerRead = datagramsPerRead;
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
            public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
                if (datagramsPerRead > 1 && lastBytesRead() > 0 && lastBytesRead() < bytes) {
                    // Fewer datagrams than there was room for: the socket is empty, and the kernel tells of what comes
                    // next. A second read, only to see that, is as much work as one that brings something.
                    lastBytesRead(-1);
                    return false;
                }
                return super.continueReading(maybeMoreData);
            }

            @Override
            public int guess() {
                return bytes;
            }
        };
    }
}
