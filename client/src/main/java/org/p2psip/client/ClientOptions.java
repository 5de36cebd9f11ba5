package org.p2psip.client;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.identity.Role;
import org.p2psip.tls.GrpcSecurity;

/**
 * What a client is made with.
 *
 * @param overlay name of the overlay; empty for whichever is found
 * @param ways how to find a peer
 * @param remembered addresses of peers that an earlier client knew
 * @param timeout of each operation, 1 ms to 60 s
 * @param inFlight operations that may wait at once, 1 to 4096
 * @param connect makes the channel to an address "host:port"
 * @param signing with the certificate that signs what the client stores of itself; empty: it is not signed, which
 *     stores take where nothing is secured
 */
public record ClientOptions(
        String overlay,
        Ways ways,
        Collection<String> remembered,
        Duration timeout,
        int inFlight,
        Function<String, ManagedChannel> connect,
        Optional<GrpcSecurity> signing) {
    public ClientOptions {
        remembered = List.copyOf(remembered);
    }

    /** Signs nothing. */
    public ClientOptions(
            String overlay,
            Ways ways,
            Collection<String> remembered,
            Duration timeout,
            int inFlight,
            Function<String, ManagedChannel> connect) {
        this(overlay, ways, remembered, timeout, inFlight, connect, Optional.empty());
    }

    /** Three seconds, 1 024 operations, connections secured like this, to peers alone. */
    public static ClientOptions secured(GrpcSecurity security, String overlay, String... ways) {
        return new ClientOptions(
                overlay,
                Ways.of(List.of(ways)),
                List.of(),
                Duration.ofSeconds(3),
                1_024,
                address -> security.secure(NettyChannelBuilder.forTarget(address), Role.PEER)
                        .directExecutor()
                        .build(),
                Optional.of(security).filter(GrpcSecurity::isOn));
    }
}
