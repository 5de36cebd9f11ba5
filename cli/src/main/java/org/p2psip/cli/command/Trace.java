package org.p2psip.cli.command;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.Edge;
import org.p2psip.cli.overlay.NodeConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Switches the message trace of an edge. */
@Command(
        name = "trace",
        description = "Sends copies of SIP messages to the collector of p2psip.hep.target (Homer), or ends that.")
final class Trace implements Callable<Integer> {
    /** What to do. */
    enum Switch {
        ON,
        OFF
    }

    @Parameters(index = "0", paramLabel = "on|off", description = "off without a user ends all traces.")
    private Switch wanted;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "USER",
            description = "Such as sip:alice@example.org: the calls and registrations of that user alone.")
    private AorUri user;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect(NodeService.EDGE)) {
            new Edge(node).trace(user == null ? "" : user.aor().resourceName(), wanted == Switch.ON);
            spec.commandLine()
                    .getOut()
                    .println("message trace of " + (user == null ? "everybody" : user) + " is "
                            + wanted.name().toLowerCase(Locale.ROOT));
            return ExitCode.OK;
        }
    }
}
