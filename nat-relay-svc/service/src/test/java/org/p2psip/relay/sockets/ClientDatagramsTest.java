package org.p2psip.relay.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.binding.BindingClientTransaction;
import org.p2psip.relay.stun.binding.BindingServer;
import org.p2psip.relay.stun.binding.SourceRateLimit;
import org.p2psip.relay.udp.SendCounts;
import org.p2psip.relay.udp.UdpTransport;

/** What happens to answers and defects, with a channel that is none. */
class ClientDatagramsTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 5060);
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.2", 3478);

    private final EventLoopGroup eventLoops = new NioEventLoopGroup(1);
    private final SendCounts counts = new SendCounts();
    private final RelayLoop loop = new RelayLoop(
            eventLoops.next(),
            UdpTransport.NIO,
            new BindingServer(new SourceRateLimit(new SourceRateLimit.Limits(1, 100, 1)), sender -> false),
            Optional.empty(),
            Map.of(),
            new Traffic(),
            new Random(1),
            new Faults(counts));
    // flushes at once: there is no iteration to wait for the end of
    private final ClientDatagrams handler =
            new ClientDatagrams(loop, new Forwarding(new Traffic()), new Outgoing(Runnable::run), counts);

    @AfterEach
    void stop() {
        eventLoops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** A channel whose local address is that of a server. */
    private static final class Socket extends EmbeddedChannel {
        Socket(ChannelHandler... handlers) {
            super(handlers);
        }

        @Override
        protected SocketAddress localAddress0() {
            return SERVER;
        }
    }

    private static DatagramPacket request() {
        byte[] request = new BindingClientTransaction(new TransactionId(0x2112A44200000000L, 1)).request();
        return new DatagramPacket(Unpooled.wrappedBuffer(request), SERVER, CLIENT);
    }

    @Test
    void answerGoesBackToTheSender() {
        EmbeddedChannel channel = new Socket(handler);
        channel.writeInbound(request());
        DatagramPacket answer = channel.readOutbound();
        assertThat(answer.recipient()).isEqualTo(CLIENT);
        assertThat(answer.release()).isTrue();
        assertThat(channel.finish()).isFalse();
    }

    @Test
    void answersThatFindTheSendQueueFullAreDroppedAndCounted() {
        EmbeddedChannel channel = new Socket(
                new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void flush(ChannelHandlerContext context) {
                        // the system takes nothing
                    }
                },
                handler);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(1, 2));
        channel.writeInbound(request(), request(), request());
        assertThat(counts.queueFull()).isEqualTo(2);
        channel.unsafe().outboundBuffer().addFlush();
        channel.finishAndReleaseAll();
    }

    @Test
    void answersThatTheSystemRefusesAreCounted() {
        EmbeddedChannel channel = new Socket(
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
        EmbeddedChannel channel = new Socket(handler);
        channel.pipeline().fireExceptionCaught(new IllegalStateException("a bug, made by this test"));
        assertThat(counts.defects()).isEqualTo(1);
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(request());
        assertThat(channel.finishAndReleaseAll()).isTrue();
    }
}
