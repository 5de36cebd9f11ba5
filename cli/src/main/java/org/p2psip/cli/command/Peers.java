package org.p2psip.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Ring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the ring. */
@Command(
        name = "peers",
        description =
                "Prints the ring as the node's peer sees it: each peer, and the Resource-IDs that it answers for.")
final class Peers implements Callable<Integer> {
    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            Ring.View ring = new Ring(node).view();
            TextTable table = new TextTable();
            table.row("NODE-ID", "FIRST RESOURCE-ID", "LAST RESOURCE-ID", "SITE", "ADDRESS", "STATE");
            for (Ring.Peer peer : ring.peers()) {
                table.row(
                        peer.nodeId(),
                        peer.first(),
                        peer.last(),
                        peer.site(),
                        peer.address().isEmpty() ? "-" : peer.address(),
                        peer.isSelf() ? "this peer" : peer.isReachable() ? "reachable" : "unreachable");
            }
            spec.commandLine()
                    .getOut()
                    .println("overlay " + ring.overlay() + ", about " + ring.size()
                            + (ring.size() == 1 ? " peer" : " peers") + ", this one is "
                            + (ring.membership().equals("joined") ? "in the ring" : ring.membership()));
            spec.commandLine().getOut().print(table);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
