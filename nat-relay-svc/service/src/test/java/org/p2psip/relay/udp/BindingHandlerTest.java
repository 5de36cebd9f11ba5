package org.p2psip.relay.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.binding.BindingClientTransaction;
import org.p2psip.relay.stun.binding.BindingServer;
import org.p2psip.relay.stun.binding.SourceRateLimit;

class BindingHandlerTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 5060);
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 3478);

    private final SendCounts counts = new SendCounts();
    private final BindingHandler handler = new BindingHandler(
            new BindingServer(new SourceRateLimit(new SourceRateLimit.Limits(1, 100, 1)), sender -> false), counts);

    private static DatagramPacket request() {
        byte[] request = new BindingClientTransaction(new TransactionId(0x2112A44200000000L, 1)).request();
        return new DatagramPacket(Unpooled.wrappedBuffer(request), SERVER, CLIENT);
    }

    @Test
    void answerGoesBackToTheSender() {
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        channel.writeInbound(request());
        DatagramPacket answer = channel.readOutbound();
        assertThat(answer.recipient()).isEqualTo(CLIENT);
        assertThat(answer.release()).isTrue();
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void answersThatFindTheSendQueueFullAreDroppedAndCounted() {
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        channel.writeInbound(request(), request(), request());
        assertThat(counts.queueFull()).isEqualTo(2);
        assertThat(channel.outboundMessages()).hasSize(1);
        channel.writeInbound(request());
        assertThat(counts.queueFull()).isEqualTo(2);
        channel.finishAndReleaseAll();
    }

    @Test
    void answersThatTheSystemRefusesAreCounted() {
        EmbeddedChannel channel = new EmbeddedChannel(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                        ReferenceCountUtil.release(message);
                        promise.setFailure(new IOException("Network is unreachable"));
                    }
                },
                handler);
        channel.writeInbound(request());
        assertThat(counts.failed()).isEqualTo(1);
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void defectIsCountedAndTheSocketStaysOpen() {
        EmbeddedChannel channel = new EmbeddedChannel(handler);
        channel.pipeline().fireExceptionCaught(new IllegalStateException("a bug, made by this test"));
        assertThat(counts.defects()).isEqualTo(1);
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(request());
        assertThat(channel.finishAndReleaseAll()).isTrue();
    }
}
