package org.p2psip.routing.service.link;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.socket.nio.NioSocketChannel;
import jakarta.inject.Singleton;
import org.p2psip.routing.service.storage.PeerLoop;

/** Connections to other peers, on the peer loop. */
@Singleton
public final class LinkChannels {
    /** Largest message taken from a peer, bytes. */
    private static final int INBOUND_LIMIT = 8 << 20;

    private final PeerLoop loop;

    public LinkChannels(PeerLoop loop) {
        this.loop = loop;
    }

    /**
     * A connection that is opened when it is first used.
     *
     * @param address "host:port"
     * @throws IllegalArgumentException when it is no address
     */
    public ManagedChannel to(String address) {
        return NettyChannelBuilder.forTarget("dns:///" + address)
                .usePlaintext()
                .eventLoopGroup(loop.group())
                .channelType(NioSocketChannel.class)
                .executor(loop)
                .maxInboundMessageSize(INBOUND_LIMIT)
                .disableRetry()
                .build();
    }
}
