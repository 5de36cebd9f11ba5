package org.p2psip.relay.sockets;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.p2psip.relay.turn.FiveTuple.Transport;
import org.p2psip.relay.udp.SendCounts;
import org.p2psip.relay.udp.UdpTransport;

/** The socket that clients connect to over TCP or TLS; connections go round the event loops. */
final class StreamListener {
    private static final int BACKLOG = 1_024;

    /** Octets that may wait for a client before packets to it are dropped. */
    private static final WriteBufferWaterMark QUEUE = new WriteBufferWaterMark(1 << 15, 1 << 17);

    private final List<RelayLoop> loops;
    private final SendCounts counts;
    private final int mostConnections;
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * @param mostConnections of this listener; one more is closed at once, and counted
     */
    StreamListener(List<RelayLoop> loops, SendCounts counts, int mostConnections) {
        this.loops = loops;
        this.counts = counts;
        this.mostConnections = mostConnections;
    }

    /**
     * Binds and waits until it is bound or refused.
     *
     * @param tls empty for plain TCP
     */
    ChannelFuture bind(UdpTransport transport, InetSocketAddress address, Optional<SslContext> tls) {
        return new ServerBootstrap()
                .group(
                        loops.getFirst().eventLoop(),
                        loops.getFirst().eventLoop().parent())
                .channel(transport.serverSocket())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, QUEUE)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        accept(channel, tls);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
    }

    private void accept(Channel channel, Optional<SslContext> tls) {
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        if (connections.incrementAndGet() > mostConnections) {
            counts.countRefusedConnection();
            channel.close();
            return;
        }
        RelayLoop loop = loops.stream()
                .filter(own -> own.eventLoop() == channel.eventLoop())
                .findFirst()
                .orElseThrow();
        tls.ifPresent(context -> {
            SslHandler handler = context.newHandler(channel.alloc());
            // a record for each message: coturn's clients take one for the other
            handler.setWrapDataSize(0);
            channel.pipeline().addLast(handler);
        });
        channel.pipeline()
                .addLast(
                        new StreamFramer(),
                        new ClientStream(
                                loop,
                                new Forwarding(loop.traffic()),
                                counts,
                                tls.isPresent() ? Transport.TLS : Transport.TCP));
    }
}
