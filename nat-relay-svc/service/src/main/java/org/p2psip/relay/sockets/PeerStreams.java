package org.p2psip.relay.sockets;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.function.Consumer;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.udp.UdpTransport;

/** TCP towards peers (RFC 6062): listens at relayed addresses, and connects from them. Owned by one event loop. */
final class PeerStreams {
    /** Peers that may wait to be accepted. */
    private static final int BACKLOG = 32;

    /** What is received of a peer at once; no more is until the client has it. */
    private static final int CHUNK_OCTETS = 1 << 14;

    /** What the operating system may keep of a peer that sends before its client is there. */
    private static final int RECEIVE_BUFFER_OCTETS = 1 << 16;

    private final RelayLoop loop;
    private final UdpTransport transport;

    PeerStreams(RelayLoop loop, UdpTransport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    /**
     * Listens at a relayed address. Connections start from the same one, so the port is shared within this process, and
     * with nobody else's.
     *
     * @param accepted is told of a peer that has connected
     * @throws IOException when somebody else has the port
     */
    ChannelFuture listen(Allocation allocation, InetSocketAddress at, Consumer<PeerConnection> accepted)
            throws IOException {
        try (ServerSocket alone = new ServerSocket()) {
            alone.setReuseAddress(true);
            alone.bind(at, 1);
        }
        ServerBootstrap bootstrap = new ServerBootstrap();
        transport.shareAddress(bootstrap);
        return bootstrap
                .group(loop.eventLoop(), loop.eventLoop())
                .channel(transport.serverSocket())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_OCTETS)
                .childOption(ChannelOption.RCVBUF_ALLOCATOR, chunks())
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (channel.remoteAddress() instanceof InetSocketAddress peer) {
                            PeerConnection connection = new PeerConnection(allocation, peer);
                            channel.pipeline().addLast(carrier(connection));
                            accepted.accept(connection);
                        } else {
                            // gone before it was looked at
                            channel.close();
                        }
                    }
                })
                .bind(at);
    }

    /** Connects; how it went is told the loop. The core says how long that may take. */
    void connect(PeerConnection connection, InetSocketAddress from) {
        Bootstrap bootstrap = new Bootstrap();
        transport.shareAddress(bootstrap);
        bootstrap
                .group(loop.eventLoop())
                .channel(transport.socket())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER_OCTETS)
                .option(ChannelOption.RCVBUF_ALLOCATOR, chunks())
                .handler(carrier(connection))
                .connect(connection.peer(), from)
                // a channel that could not be made has no event loop
                .addListener(done -> loop.eventLoop().execute(() -> {
                    if (done.isSuccess()) {
                        loop.connected(connection);
                    } else {
                        loop.closed(connection);
                    }
                }));
    }

    private DataConnection carrier(PeerConnection connection) {
        DataConnection carrier = new DataConnection(
                connection.allocation(),
                loop.eventLoop(),
                loop.faults(),
                loop.traffic()::countStreamToClient,
                () -> loop.closed(connection));
        connection.attach(carrier);
        return carrier;
    }

    private static FixedRecvByteBufAllocator chunks() {
        FixedRecvByteBufAllocator chunks = new FixedRecvByteBufAllocator(CHUNK_OCTETS);
        chunks.maxMessagesPerRead(1);
        return chunks;
    }
}
