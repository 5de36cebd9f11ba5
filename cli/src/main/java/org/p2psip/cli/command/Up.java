package org.p2psip.cli.command;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.launch.NodeStart;
import org.p2psip.cli.launch.Probes;
import org.p2psip.cli.node.Installation;
import org.p2psip.cli.node.NodeAddresses;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.node.ServiceCommand;
import org.p2psip.cli.process.PortUse;
import org.p2psip.cli.process.Readiness;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts a node, or what is missing of one that runs. */
@Command(
        name = "up",
        description = {
            "Starts a node in the background: broker, storage, routing, edge and relay. Returns when all are ready.",
            "A node that runs already is left as it is; services of it that have died are started again.",
            "When something goes wrong, nothing that this command started is left running."
        })
final class Up implements Callable<Integer> {
    @Mixin
    private UpOptions options;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        NodeDirectory directory = common.directory();
        directory.create();
        return Common.exclusively(directory, () -> start(directory));
    }

    private int start(NodeDirectory directory) throws IOException {
        Optional<NodeState> before = directory.read();
        boolean runs = before.filter(NodeState::isRunning).isPresent();
        NodeSettings recorded = before.map(NodeState::settings).orElseGet(NodeSettings::defaults);
        NodeSettings settings = runs ? agreed(recorded) : checked(options.over(recorded));
        NodeState node =
                new NodeState(settings, before.map(NodeState::processes).orElse(Map.of()));
        List<NodeService> wanted = Arrays.stream(NodeService.values())
                .filter(service -> service != NodeService.KAFKA || settings.hasOwnBroker())
                .toList();
        List<NodeService> missing = wanted.stream()
                .filter(service -> node.running(service).isEmpty())
                .toList();
        NodeAddresses addresses = new NodeAddresses(settings);
        checkPorts(addresses, missing);
        announce(runs, missing);
        ServiceCommand commands = new ServiceCommand(Installation.ofThisCommand(), directory, settings);
        NodeStart start =
                new NodeStart(directory, node, services(commands, new Probes(addresses)), this::say, NodeStart.LIMIT);
        if (start.start(missing, wanted) instanceof NodeStart.Result.Failed failed) {
            throw new CommandFailure(ExitCode.FAILED, failed.why() + "\nWhat this command started is stopped again.");
        }
        warnOfKafka(settings, new Probes(addresses));
        say(NodeTable.addresses(settings, directory));
        return ExitCode.OK;
    }

    /** What runs cannot be changed by starting it again. */
    private NodeSettings agreed(NodeSettings running) {
        List<String> differences = options.differences(running);
        if (!differences.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the node runs already, with other settings. ./p2psip down stops it first.\n  "
                            + String.join("\n  ", differences));
        }
        return running;
    }

    private static NodeSettings checked(NodeSettings settings) {
        List<String> problems = settings.problems();
        if (!problems.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, String.join("\np2psip: ", problems));
        }
        return settings;
    }

    private static void checkPorts(NodeAddresses addresses, List<NodeService> missing) {
        List<String> taken = missing.stream()
                .flatMap(service -> addresses.ports(service).stream())
                .map(PortUse::problem)
                .flatMap(Optional::stream)
                .toList();
        if (!taken.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    String.join("\np2psip: ", taken)
                            + "\n--sip-port, --turn-port and --port-base choose others. Nothing was started.");
        }
    }

    private void announce(boolean runs, List<NodeService> missing) {
        String names =
                String.join(", ", missing.stream().map(NodeService::label).toList());
        if (!runs) {
            say("Starting " + names);
        } else if (missing.isEmpty()) {
            say("The node runs already");
        } else {
            say("The node runs, but not all of it: starting " + names + " again");
        }
    }

    private static NodeStart.Services services(ServiceCommand commands, Probes probes) {
        return new NodeStart.Services() {
            @Override
            public List<String> prepare(NodeService service) throws IOException {
                return commands.prepare(service);
            }

            @Override
            public Readiness.Probe probe(NodeService service) {
                return probes.probe(service);
            }
        };
    }

    /** A Kafka that runs elsewhere does not keep the node from starting, but its user will want to know. */
    private void warnOfKafka(NodeSettings settings, Probes probes) {
        if (!settings.hasOwnBroker() && probes.probe(NodeService.KAFKA).ask() instanceof Readiness.NotReady notReady) {
            say("Warning: " + notReady.why() + ". Calls go on, events wait until it is there.");
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
    }
}
