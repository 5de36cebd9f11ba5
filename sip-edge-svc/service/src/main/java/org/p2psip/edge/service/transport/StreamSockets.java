package org.p2psip.edge.service.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.tls.Tls;
import org.p2psip.edge.service.websocket.WebSocketUpgrade;

/** The sockets of streams: listens and connects, and lays under each connection what its transport needs. */
final class StreamSockets {
    private static final int BACKLOG = 1024;

    /** Takes a connection that came in. */
    interface Acceptor {
        /** @return null when it is refused */
        StreamConnection accept(Transport transport, InetSocketAddress remote);
    }

    private final NativeTransport io;
    private final StreamLimits limits;
    private final Tls tls;
    private final WebSockets webSockets;
    private final Acceptor acceptor;
    private final List<Channel> listeners = new ArrayList<>(2);

    StreamSockets(NativeTransport io, StreamLimits limits, Tls tls, WebSockets webSockets, Acceptor acceptor) {
        this.io = io;
        this.limits = limits;
        this.tls = tls;
        this.webSockets = webSockets;
        this.acceptor = acceptor;
    }

    InetSocketAddress bind(Transport transport, InetSocketAddress address) {
        ChannelFuture bound = new ServerBootstrap()
                .group(io.group())
                .channel(io.server())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, queueMark())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(transport, channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PortTaken(transport.name(), address, bound.cause());
        }
        listeners.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    void start() {
        listeners.forEach(listener -> listener.config().setAutoRead(true));
    }

    void close() {
        listeners.forEach(Channel::close);
    }

    private void accept(Transport transport, SocketChannel channel) {
        StreamConnection connection =
                channel.remoteAddress() == null ? null : acceptor.accept(transport, channel.remoteAddress());
        if (connection == null) {
            channel.close(); // refused, or gone before it was looked at
            return;
        }
        ChannelPipeline pipeline = channel.pipeline();
        switch (transport) {
            case TLS -> pipeline.addLast(tls.accepting(channel.alloc()));
            case WSS -> pipeline.addLast(tls.acceptingWebSocket(channel.alloc()));
            default -> {} // TCP and WS have nothing below
        }
        if (transport.isOpenedByClientOnly()) {
            WebSocketUpgrade.begin(pipeline, webSockets.allowedOrigins(), webSockets.counts());
        }
        pipeline.addLast(connection);
    }

    /** Opens a connection of TCP or TLS. */
    ChannelFuture connect(StreamConnection connection) {
        Flow flow = connection.flow();
        return new Bootstrap()
                .group(io.group())
                .channel(io.stream())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits.connectTimeoutMs())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, queueMark())
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (flow.transport() == Transport.TLS) {
                            int port = flow.remote().getPort();
                            channel.pipeline().addLast(tls.connecting(channel.alloc(), connection.serverName(), port));
                        }
                        channel.pipeline().addLast(connection);
                    }
                })
                .connect(flow.remote());
    }

    private WriteBufferWaterMark queueMark() {
        return new WriteBufferWaterMark(limits.queueBytes() / 2, limits.queueBytes());
    }
}
