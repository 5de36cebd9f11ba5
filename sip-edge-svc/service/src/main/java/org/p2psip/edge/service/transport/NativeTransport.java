package org.p2psip.edge.service.transport;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jboss.logging.Logger;

/**
 * The one event loop of an edge and the channel types that run on it: the kernel's epoll where Netty has it, else
 * Java's own selector.
 *
 * @param group the loop, as the group of one that Netty's bootstraps want
 * @param datagram type of UDP sockets
 * @param server type of listening TCP sockets
 * @param stream type of TCP connections
 */
public record NativeTransport(
        EventLoopGroup group,
        Class<? extends DatagramChannel> datagram,
        Class<? extends ServerSocketChannel> server,
        Class<? extends SocketChannel> stream) {
    private static final Logger LOG = Logger.getLogger(NativeTransport.class);

    /** Starts the loop's thread. */
    public static NativeTransport open() {
        DefaultThreadFactory threads = new DefaultThreadFactory("sip-edge", Thread.NORM_PRIORITY);
        if (Epoll.isAvailable()) {
            return new NativeTransport(
                    new EpollEventLoopGroup(1, threads),
                    EpollDatagramChannel.class,
                    EpollServerSocketChannel.class,
                    EpollSocketChannel.class);
        }
        LOG.infof("no native epoll (%s): Java's selector is used", Epoll.unavailabilityCause());
        return new NativeTransport(
                new NioEventLoopGroup(1, threads),
                NioDatagramChannel.class,
                NioServerSocketChannel.class,
                NioSocketChannel.class);
    }

    /** Whether it is the kernel's epoll. */
    public boolean isEpoll() {
        return datagram == EpollDatagramChannel.class;
    }

    /** A UDP socket for that address: one of IPv4 alone needs no addresses mapped from and to IPv6. */
    public DatagramChannel datagram(InetAddress address) {
        InternetProtocolFamily family =
                address instanceof Inet4Address ? InternetProtocolFamily.IPv4 : InternetProtocolFamily.IPv6;
        return isEpoll() ? new EpollDatagramChannel(family) : new NioDatagramChannel(family);
    }

    /** The loop. */
    public EventLoop loop() {
        return group.next();
    }
}
