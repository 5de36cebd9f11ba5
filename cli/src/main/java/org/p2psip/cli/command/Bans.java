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
import picocli.CommandLine.Spec;

/** Prints the bans of an edge. */
@Command(
        name = "bans",
        description = "Prints the sources that the edge does not listen to, and why.",
        subcommands = LiftBan.class)
final class Bans implements Callable<Integer> {
    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect(NodeService.EDGE)) {
            TextTable table = new TextTable();
            table.row("SOURCE", "WHY", "SINCE", "LEFT");
            for (Edge.Ban ban : new Edge(node).bans()) {
                table.row(ban.source(), ban.reason(), ban.sinceSeconds() + " s", ban.leftSeconds() + " s");
            }
            spec.commandLine().getOut().print(table);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
