package org.p2psip.relay.udp;

import io.netty.bootstrap.AbstractBootstrap;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollMode;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.util.function.Function;

/** Where Netty's channels come from: native epoll where the machine has it, else the JDK. */
public enum UdpTransport {
    EPOLL(EpollDatagramChannel::new) {
        @Override
        public EventLoopGroup newEventLoops(String name, int threads) {
            return new EpollEventLoopGroup(threads, new DefaultThreadFactory(name));
        }

        @Override
        public void receiveInBatches(DatagramChannel channel) {
            channel.config().setOption(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_OCTETS);
            channel.config()
                    .setRecvByteBufAllocator(
                            new FixedRecvByteBufAllocator(BATCH * MAX_DATAGRAM_OCTETS).maxMessagesPerRead(1));
            channel.config().setOption(EpollChannelOption.EPOLL_MODE, EpollMode.LEVEL_TRIGGERED);
        }

        @Override
        public void receiveOnceAWakeup(DatagramChannel channel) {
            channel.config().setOption(EpollChannelOption.EPOLL_MODE, EpollMode.LEVEL_TRIGGERED);
        }

        @Override
        public boolean setDontFragment(DatagramChannel channel, InetAddress local, boolean dontFragment) {
            int value = dontFragment ? PMTUDISC_DO : PMTUDISC_DONT;
            return channel.config().setOption(local instanceof Inet4Address ? IPV4_DISCOVER : IPV6_DISCOVER, value);
        }

        @Override
        public boolean sharePort(DatagramChannel channel) {
            return channel.config().setOption(UnixChannelOption.SO_REUSEPORT, true);
        }

        @Override
        public void shareAddress(AbstractBootstrap<?, ?> bootstrap) {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true).option(REUSE_PORT, 1);
        }

        @Override
        public Class<? extends ServerChannel> serverSocket() {
            return EpollServerSocketChannel.class;
        }

        @Override
        public Class<? extends SocketChannel> socket() {
            return EpollSocketChannel.class;
        }
    },
    NIO(NioDatagramChannel::new) {
        @Override
        public EventLoopGroup newEventLoops(String name, int threads) {
            return new NioEventLoopGroup(threads, new DefaultThreadFactory(name));
        }

        @Override
        public void receiveInBatches(DatagramChannel channel) {
            channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(MAX_DATAGRAM_OCTETS));
        }

        @Override
        public void receiveOnceAWakeup(DatagramChannel channel) {
            // the selector of the JDK is level-triggered anyway
        }

        @Override
        public boolean setDontFragment(DatagramChannel channel, InetAddress local, boolean dontFragment) {
            return false;
        }

        @Override
        public boolean sharePort(DatagramChannel channel) {
            return false;
        }

        @Override
        public void shareAddress(AbstractBootstrap<?, ?> bootstrap) {
            bootstrap
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .option(NioChannelOption.of(StandardSocketOptions.SO_REUSEPORT), true);
        }

        @Override
        public Class<? extends ServerChannel> serverSocket() {
            return NioServerSocketChannel.class;
        }

        @Override
        public Class<? extends SocketChannel> socket() {
            return NioSocketChannel.class;
        }
    };

    /** Longer datagrams are cut, and dropped: what is relayed has to fit a path's MTU. */
    public static final int MAX_DATAGRAM_OCTETS = 2_048;

    /** Datagrams that one system call takes from the clients' socket. */
    private static final int BATCH = 32;

    // socket(7), ip(7), ipv6(7) and their header files; Netty knows no name for them, or not for all channels
    private static final int PMTUDISC_DONT = 0;
    private static final int PMTUDISC_DO = 2;
    private static final IntegerUnixChannelOption REUSE_PORT = new IntegerUnixChannelOption("SO_REUSEPORT", 1, 15);
    private static final IntegerUnixChannelOption IPV4_DISCOVER =
            new IntegerUnixChannelOption("IP_MTU_DISCOVER", 0, 10);
    private static final IntegerUnixChannelOption IPV6_DISCOVER =
            new IntegerUnixChannelOption("IPV6_MTU_DISCOVER", 41, 23);

    private final Function<InternetProtocolFamily, DatagramChannel> newChannel;

    UdpTransport(Function<InternetProtocolFamily, DatagramChannel> newChannel) {
        this.newChannel = newChannel;
    }

    public static UdpTransport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** Threads, on each of which everything of its channels happens. */
    public abstract EventLoopGroup newEventLoops(String name, int threads);

    /** For a socket that many send to. */
    public abstract void receiveInBatches(DatagramChannel channel);

    /** For a socket of one allocation: no second look for a datagram that is seldom there. */
    public abstract void receiveOnceAWakeup(DatagramChannel channel);

    /**
     * Sets or clears the DF bit of what the channel sends from now on (RFC 8656 section 15).
     *
     * @return whether that is possible
     */
    public abstract boolean setDontFragment(DatagramChannel channel, InetAddress local, boolean dontFragment);

    /** Lets several sockets listen at one port, each with clients of its own; false when that is impossible. */
    public abstract boolean sharePort(DatagramChannel channel);

    /** Lets a listening TCP socket and connections that start from its address have the same one. */
    public abstract void shareAddress(AbstractBootstrap<?, ?> bootstrap);

    public abstract Class<? extends ServerChannel> serverSocket();

    public abstract Class<? extends SocketChannel> socket();

    /** A channel that is neither registered nor bound. */
    public DatagramChannel newChannel(InetAddress local) {
        return newChannel.apply(InternetProtocolFamily.of(local));
    }

    /**
     * Binds a socket and waits until it is bound or refused. The address {@code ::} takes IPv4 too where the operating
     * system does so; {@code 0.0.0.0} is IPv4 only.
     */
    public ChannelFuture bind(EventLoop eventLoop, InetSocketAddress address, ChannelHandler handler) {
        return new Bootstrap()
                .group(eventLoop)
                .channelFactory(() -> newChannel(address.getAddress()))
                .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM_OCTETS))
                .handler(handler)
                .bind(address)
                .awaitUninterruptibly();
    }
}
