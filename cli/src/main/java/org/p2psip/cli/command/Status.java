package org.p2psip.cli.command;

import java.io.IOException;
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
            description = "Prints {\"services\":[{\"name\",\"pid\",\"ready\",\"why\",\"memoryMb\",\"address\"}, ...]}.")
    private boolean json;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NodeDirectory directory = common.directory();
        Optional<NodeState> started = directory.read();
        NodeState node = started.orElseGet(() -> new NodeState(NodeSettings.defaults(), Map.of()));
        List<ServiceStatus> services = new Probes(new NodeAddresses(node.settings())).status(node);
        spec.commandLine().getOut().println(json ? NodeTable.statusJson(services) : NodeTable.status(services));
        if (started.isEmpty()) {
            spec.commandLine().getErr().println("No node runs with the data directory " + directory.path());
        }
        return services.stream().allMatch(ServiceStatus::ready) ? ExitCode.OK : ExitCode.ABSENT;
    }
}
