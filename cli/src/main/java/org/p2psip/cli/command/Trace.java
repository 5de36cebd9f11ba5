package org.p2psip.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.Edge;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Ring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the way of a lookup through the ring, or switches the message trace of an edge. */
@Command(
        name = "trace",
        description = {
            "trace AOR: prints the peers that a lookup passes, and when each was reached.",
            "trace on|off [AOR]: sends copies of SIP messages to the collector of p2psip.hep.target (Homer), or ends that."
        })
final class Trace implements Callable<Integer> {
    private static final double MICROS_PER_MS = 1000;

    /** What to do with the message trace. */
    private enum Switch {
        ON,
        OFF
    }

    @Parameters(
            index = "0",
            paramLabel = "AOR|on|off",
            description = "Such as sip:alice@example.org. off without a user ends all message traces.")
    private String wanted;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "USER",
            description = "With on or off: the calls and registrations of that user alone.")
    private AorUri user;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        for (Switch one : Switch.values()) {
            if (one.name().equalsIgnoreCase(wanted)) {
                return switchMessages(one);
            }
        }
        Optional<AorUri> aor = AorUri.parse(wanted);
        if (aor.isEmpty() || user != null) {
            throw new ParameterException(
                    spec.commandLine(),
                    aor.isEmpty()
                            ? Converters.noAor(wanted) + ". Nor is it on or off"
                            : "A second user stands only behind on or off");
        }
        return lookUp(aor.get());
    }

    private int switchMessages(Switch to) throws IOException {
        try (NodeConnection node = client.connect(NodeService.EDGE)) {
            new Edge(node).trace(user == null ? "" : user.aor().resourceName(), to == Switch.ON);
            spec.commandLine()
                    .getOut()
                    .println("message trace of " + (user == null ? "everybody" : user) + " is "
                            + to.name().toLowerCase(Locale.ROOT));
            return ExitCode.OK;
        }
    }

    private int lookUp(AorUri aor) throws IOException {
        try (NodeConnection node = client.connect()) {
            TextTable table = new TextTable();
            table.row("HOP", "AFTER", "NODE-ID", "SITE", "ADDRESS");
            int hop = 0;
            for (Ring.Hop reached : new Ring(node).trace(aor.aor())) {
                table.row(
                        hop++,
                        String.format(Locale.ROOT, "%.2f ms", reached.afterUs() / MICROS_PER_MS),
                        reached.nodeId(),
                        reached.site(),
                        reached.address().isEmpty() ? "-" : reached.address());
            }
            PrintWriter out = spec.commandLine().getOut();
            out.print(table);
            out.flush();
            return ExitCode.OK;
        }
    }
}
