package org.p2psip.cli.command;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.launch.NodeStop;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.node.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Stops a node. */
@Command(
        name = "down",
        description = {
            "Stops the node: edge, relay, routing, storage, broker; of several those started last first. The data stays for"
                    + " the next up.",
            "A service that does not stop within 15 seconds is killed."
        })
final class Down implements Callable<Integer> {
    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NodeDirectory directory = common.directory();
        if (!Files.isDirectory(directory.path())) {
            return notRunning(directory);
        }
        return Common.exclusively(directory, () -> stop(directory));
    }

    private int stop(NodeDirectory directory) throws IOException {
        Optional<NodeState> node = directory.read();
        if (node.isEmpty()) {
            return notRunning(directory);
        }
        Place place = node.get().settings().place();
        for (Place other : place.withOthers().reversed()) {
            NodeDirectory of = other.equals(place) ? directory : directory.of(other);
            String prefix = place.isAlone() ? "" : other.label() + " ";
            if (of.equals(directory)) {
                stop(of, prefix);
            } else if (Files.isDirectory(of.path())) {
                Common.exclusively(of, () -> stop(of, prefix));
            }
        }
        spec.commandLine()
                .getOut()
                .println((place.withOthers().size() == 1
                                ? "The node is down. Its data is in "
                                : "All nodes are down. Their data is in ")
                        + directory.path());
        return ExitCode.OK;
    }

    private int stop(NodeDirectory directory, String prefix) throws IOException {
        Optional<NodeState> node = directory.read();
        if (node.isPresent()) {
            NodeStop stop = new NodeStop(line -> spec.commandLine().getOut().println(prefix + line), NodeStop.GRACE);
            List<NodeService> left = stop.stop(node.get());
            if (!left.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "these services could not be killed: "
                                + String.join(
                                        ", ",
                                        left.stream().map(NodeService::label).toList()));
            }
            directory.forget();
        }
        return ExitCode.OK;
    }

    private int notRunning(NodeDirectory directory) {
        spec.commandLine().getOut().println("No node runs with the data directory " + directory.path());
        return ExitCode.OK;
    }
}
