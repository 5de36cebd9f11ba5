package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.turn.data.ChannelData;

/**
 * Tells the messages of a stream from one another (RFC 8656 section 3.1, RFC 8489 section 6.2.2): STUN by its length,
 * ChannelData by its length and padding. Anything else can never be told from what follows: the connection is closed.
 */
final class StreamFramer extends ByteToMessageDecoder {
    private static final int STUN_BITS = 0b1100_0000;

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < ChannelData.HEADER_OCTETS) {
            return;
        }
        int start = in.readerIndex();
        int first = in.getByte(start);
        int length = in.getUnsignedShort(start + 2);
        int octets;
        if (ChannelData.begins(first)) {
            octets = ChannelData.HEADER_OCTETS + length + ChannelData.padding(length);
        } else if ((first & STUN_BITS) == 0 && ChannelData.padding(length) == 0) {
            octets = StunMessage.HEADER_OCTETS + length;
        } else {
            in.skipBytes(in.readableBytes());
            context.close();
            return;
        }
        if (in.readableBytes() >= octets) {
            out.add(in.readRetainedSlice(octets));
        }
    }
}
