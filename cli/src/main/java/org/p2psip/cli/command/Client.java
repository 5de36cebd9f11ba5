package org.p2psip.cli.command;

import java.io.IOException;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.overlay.NodeConnection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands have that ask a service of a node. */
final class Client {
    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            order = 99,
            description = "gRPC address of the service that is asked. Default: that of the node which up started.")
    private HostPort target;

    @Mixin
    private Common common;

    /** To the routing service. */
    NodeConnection connect() throws IOException {
        return connect(NodeService.ROUTING);
    }

    NodeConnection connect(NodeService service) throws IOException {
        return common.connect(target != null ? target : common.startedService(service), service);
    }
}
