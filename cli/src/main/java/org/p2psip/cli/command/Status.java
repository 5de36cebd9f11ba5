package org.p2psip.cli.command;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.launch.Probes;
import org.p2psip.cli.launch.ServiceStatus;
import org.p2psip.cli.node.NodeAddresses;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.node.Place;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how the services of a node are. */
@Command(
        name = "status",
        description = "Says of each service of the node: process, ready or why not, memory, the address it serves.")
final class Status implements Callable<Integer> {
    @Option(
            names = "--json",
            description =
                    "Prints {\"services\":[{\"node\",\"name\",\"pid\",\"ready\",\"why\",\"memoryMb\",\"address\"}, ...]}.")
    private boolean json;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NodeDirectory directory = common.directory();
        Optional<NodeState> started = directory.read();
        NodeState first = started.orElseGet(() -> new NodeState(NodeSettings.defaults(), Map.of()));
        Map<String, List<ServiceStatus>> nodes = new LinkedHashMap<>();
        for (Place place : first.settings().place().withOthers()) {
            NodeSettings settings = first.settings().at(place);
            NodeState node = place.equals(first.settings().place())
                    ? first
                    : directory.of(place).read().orElseGet(() -> new NodeState(settings, Map.of()));
            nodes.put(place.label(), new Probes(new NodeAddresses(node.settings())).status(node));
        }
        spec.commandLine().getOut().println(json ? NodeTable.statusJson(nodes) : NodeTable.status(nodes));
        if (started.isEmpty()) {
            spec.commandLine().getErr().println("No node runs with the data directory " + directory.path());
        }
        boolean allReady = nodes.values().stream().flatMap(List::stream).allMatch(ServiceStatus::ready);
        return allReady ? ExitCode.OK : ExitCode.ABSENT;
    }
}
