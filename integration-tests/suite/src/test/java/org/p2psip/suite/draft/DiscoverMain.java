package org.p2psip.suite.draft;

import io.grpc.netty.NettyChannelBuilder;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.p2psip.client.bootstrap.Discovery;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.identity.Role;
import org.p2psip.tls.Fingerprint;
import org.p2psip.tls.GrpcSecurity;

/** Searches an overlay once, on whichever host it runs: fingerprint of its CA, way. Prints a line "peer ADDRESS SITE" each. */
final class DiscoverMain {
    private static final int LIMIT_S = 20;

    private DiscoverMain() {}

    public static void main(String[] args) {
        GrpcSecurity security = GrpcSecurity.pinned(new Fingerprint(args[0]));
        ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
        Discovery.Tools tools =
                new Discovery.Tools(loop, Executors.newVirtualThreadPerTaskExecutor(), server -> security.secure(
                                NettyChannelBuilder.forTarget(server), Role.PEER)
                        .executor(loop)
                        .build());
        try (Discovery discovery = new Discovery("", Ways.of(List.of(args[1])), tools)) {
            discovery
                    .start(List.of())
                    .orTimeout(LIMIT_S, TimeUnit.SECONDS)
                    .join()
                    .forEach(peer -> System.out.println("peer " + peer.address() + " " + peer.site()));
        }
        loop.shutdown();
    }
}
