package org.p2psip.relay.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UdpTransportTest {
    @ParameterizedTest
    @EnumSource
    void wildcardOfIpv4LeavesIpv6Alone(UdpTransport transport) {
        assumeThat(transport == UdpTransport.NIO || Epoll.isAvailable()).isTrue();
        EventLoopGroup eventLoops = transport.newEventLoops("test", 1);
        try {
            Channel ipv4 = transport
                    .bind(eventLoops.next(), new InetSocketAddress("0.0.0.0", 0), new BindingProbe())
                    .channel();
            int port = ((InetSocketAddress) ipv4.localAddress()).getPort();
            assertThat(ipv4.localAddress()).isEqualTo(new InetSocketAddress("0.0.0.0", port));
            assertThat(transport
                            .bind(eventLoops.next(), new InetSocketAddress("::1", port), new BindingProbe())
                            .isSuccess())
                    .isTrue();
            assertThat(transport
                            .bind(eventLoops.next(), new InetSocketAddress("0.0.0.0", port), new BindingProbe())
                            .cause())
                    .hasMessageContaining("Address already in use");
        } finally {
            eventLoops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
