package org.p2psip.relay.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.relay.stun.binding.BindingClientTransaction.Reply;
import org.p2psip.relay.stun.binding.BindingServer;
import org.p2psip.relay.stun.binding.SourceRateLimit;

class UdpTransportTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress("127.0.0.1", 0);

    @ParameterizedTest
    @EnumSource
    void probeIsAnsweredByTheServerAndATakenPortIsAFailure(UdpTransport transport) {
        assumeThat(transport == UdpTransport.NIO || Epoll.isAvailable()).isTrue();
        BindingServer core =
                new BindingServer(new SourceRateLimit(new SourceRateLimit.Limits(1, 1, 1)), sender -> false);
        EventLoopGroup eventLoop = transport.newEventLoop("test");
        try {
            Channel server = transport
                    .bind(eventLoop, ANY_PORT, new BindingHandler(core, new SendCounts()))
                    .channel();
            BindingProbe probe = new BindingProbe();
            Channel client = transport.bind(eventLoop, ANY_PORT, probe).channel();
            Reply reply = probe.ask(client, (InetSocketAddress) server.localAddress())
                    .await()
                    .atMost(Duration.ofSeconds(5));
            assertThat(reply).isEqualTo(new Reply.Mapped((InetSocketAddress) client.localAddress()));

            ChannelFuture second = transport.bind(
                    eventLoop, (InetSocketAddress) server.localAddress(), new BindingHandler(core, new SendCounts()));
            assertThat(second.isSuccess()).isFalse();
            assertThat(second.cause()).hasMessageContaining("Address already in use");
        } finally {
            eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @ParameterizedTest
    @EnumSource
    void wildcardOfIpv4LeavesIpv6Alone(UdpTransport transport) {
        assumeThat(transport == UdpTransport.NIO || Epoll.isAvailable()).isTrue();
        EventLoopGroup eventLoop = transport.newEventLoop("test");
        try {
            Channel ipv4 = transport
                    .bind(eventLoop, new InetSocketAddress("0.0.0.0", 0), new BindingProbe())
                    .channel();
            int port = ((InetSocketAddress) ipv4.localAddress()).getPort();
            ChannelFuture ipv6 = transport.bind(eventLoop, new InetSocketAddress("::1", port), new BindingProbe());
            assertThat(ipv4.localAddress()).isEqualTo(new InetSocketAddress("0.0.0.0", port));
            assertThat(ipv6.isSuccess()).isTrue();
        } finally {
            eventLoop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
