package org.p2psip.cli.command;

import java.io.IOException;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.overlay.NodeConnection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What commands have that ask a node's routing service. */
final class Client {
    @Option(
            names = "--target",
            paramLabel = "HOST:PORT",
            order = 99,
            description = "gRPC address of a routing service. Default: that of the node which up started.")
    private HostPort target;

    @Mixin
    private Common common;

    NodeConnection connect() throws IOException {
        return new NodeConnection(
                target != null ? target : common.startedService(NodeService.ROUTING), NodeService.ROUTING);
    }
}
