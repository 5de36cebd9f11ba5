package org.p2psip.routing.service.link;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.socket.nio.NioSocketChannel;
import jakarta.inject.Singleton;
import org.p2psip.identity.Role;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.tls.service.ServiceSecurity;

/** Connections to other peers, on the peer loop. */
@Singleton
public final class LinkChannels {
    /** Largest message taken from a peer, bytes. */
    private static final int INBOUND_LIMIT = 8 << 20;

    private final PeerLoop loop;
    private final ServiceSecurity security;

    public LinkChannels(PeerLoop loop, ServiceSecurity security) {
        this.loop = loop;
        this.security = security;
    }

    /**
     * A connection that is opened when it is first used.
     *
     * @param address "host:port"
     * @throws IllegalArgumentException when it is no address
     */
    public ManagedChannel to(String address) {
        return security.grpc()
                .secure(NettyChannelBuilder.forTarget("dns:///" + address), Role.PEER)
                .eventLoopGroup(loop.group())
                .channelType(NioSocketChannel.class)
                .executor(loop)
                .maxInboundMessageSize(INBOUND_LIMIT)
                .disableRetry()
                .build();
    }
}
