package org.p2psip.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.overlay.Edge;
import org.p2psip.cli.overlay.NodeConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a ban. */
@Command(name = "lift", description = "Ends the ban that an address is under: the edge listens to it again.")
final class LiftBan implements Callable<Integer> {
    @Parameters(paramLabel = "ADDRESS", description = "Such as 192.0.2.1 or 2001:db8::1.")
    private String address;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect(NodeService.EDGE)) {
            new Edge(node).lift(address);
            spec.commandLine().getOut().println("the edge listens to " + address + " again");
            return ExitCode.OK;
        }
    }
}
