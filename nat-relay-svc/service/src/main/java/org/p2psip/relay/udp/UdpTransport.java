package org.p2psip.relay.udp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.function.Function;

/** Where Netty's UDP channels come from: native epoll where the machine has it, else the JDK. */
enum UdpTransport {
    EPOLL(EpollDatagramChannel::new) {
        @Override
        EventLoopGroup newEventLoop(String name) {
            return new EpollEventLoopGroup(1, new DefaultThreadFactory(name));
        }
    },
    NIO(NioDatagramChannel::new) {
        @Override
        EventLoopGroup newEventLoop(String name) {
            return new NioEventLoopGroup(1, new DefaultThreadFactory(name));
        }
    };

    /** Longer datagrams are cut, and then malformed: STUN over UDP has to fit the path's MTU (RFC 8489 section 6.1). */
    static final int MAX_DATAGRAM_OCTETS = 2_048;

    private final Function<InternetProtocolFamily, DatagramChannel> newChannel;

    UdpTransport(Function<InternetProtocolFamily, DatagramChannel> newChannel) {
        this.newChannel = newChannel;
    }

    static UdpTransport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** One thread, on which everything of its channels happens. */
    abstract EventLoopGroup newEventLoop(String name);

    /**
     * Binds a socket and waits until it is bound or refused. The address {@code ::} takes IPv4 too where the operating
     * system does so; {@code 0.0.0.0} is IPv4 only.
     */
    ChannelFuture bind(EventLoopGroup eventLoop, InetSocketAddress address, ChannelHandler handler) {
        InternetProtocolFamily family = InternetProtocolFamily.of(address.getAddress());
        return new Bootstrap()
                .group(eventLoop)
                .channelFactory(() -> newChannel.apply(family))
                .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_OCTETS))
                .handler(handler)
                .bind(address)
                .awaitUninterruptibly();
    }
}
