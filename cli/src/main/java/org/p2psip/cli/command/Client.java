package org.p2psip.cli.command;

import java.io.IOException;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.HostPort;
import org.p2psip.cli.node.NodeAddresses;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeState;
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
        return new NodeConnection(target != null ? target : startedTarget(service), service.label());
    }

    private HostPort startedTarget(NodeService service) throws IOException {
        NodeState node = common.startedNode();
        if (node.running(service).isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the node in " + common.directory().path()
                            + " was started, but its " + service.label()
                            + " service does not run. ./p2psip up starts it again");
        }
        return new NodeAddresses(node.settings()).grpc(service);
    }
}
