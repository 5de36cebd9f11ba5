package org.p2psip.cli.command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.launch.NodeStart;
import org.p2psip.cli.launch.Probes;
import org.p2psip.cli.launch.Start;
import org.p2psip.cli.node.Installation;
import org.p2psip.cli.node.NodeAddresses;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.node.Place;
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
            "Starts a node, or several, in the background: broker, storage, routing, edge and relay. Returns when all are ready.",
            "A node that runs already is left as it is; services of it that have died are started again.",
            "When something goes wrong, nothing that this command started is left running."
        })
final class Up implements Callable<Integer> {
    @Mixin
    private UpOptions options;

    @Mixin
    private JoinOptions join;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    /** A node that is to be started, or completed. */
    private record Member(
            NodeDirectory directory, NodeState node, List<NodeService> missing, List<NodeService> wanted) {
        NodeAddresses addresses() {
            return new NodeAddresses(node.settings());
        }

        /** Begins a line about it; nothing where it is alone. */
        String prefix() {
            Place place = node.settings().place();
            return place.isAlone() ? "" : place.label() + " ";
        }
    }

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
        NodeSettings settings = runs ? agreed(recorded) : wanted(recorded, directory);
        List<Member> members = new ArrayList<>();
        List<NodeDirectory> others = new ArrayList<>();
        for (Place place : settings.place().withOthers()) {
            boolean own = place.equals(settings.place());
            NodeDirectory of = own ? directory : directory.of(place);
            of.create();
            members.add(member(of, own ? settings : checked(settings.at(place))));
            if (!own) {
                others.add(of);
            }
        }
        return Common.exclusively(others, () -> start(members, runs));
    }

    private NodeSettings wanted(NodeSettings recorded, NodeDirectory directory) throws IOException {
        NodeSettings asked = checked(options.over(recorded));
        NodeSettings settings = checked(join.joined(asked, directory, options.namesDomains()));
        if (settings.membership().dialOnly() && settings.membership().joined().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--dial-only is for a node that joins others (--join): nobody could reach the first of an overlay");
        }
        return settings;
    }

    /** What is missing of a node; it keeps the settings that it runs with. */
    private static Member member(NodeDirectory directory, NodeSettings settings) throws IOException {
        Optional<NodeState> before = directory.read();
        NodeSettings own =
                before.filter(NodeState::isRunning).map(NodeState::settings).orElse(settings);
        NodeState node = new NodeState(own, before.map(NodeState::processes).orElse(Map.of()));
        List<NodeService> wanted = Arrays.stream(NodeService.values())
                .filter(service -> service != NodeService.KAFKA || own.hasOwnBroker())
                .toList();
        List<NodeService> missing = wanted.stream()
                .filter(service -> node.running(service).isEmpty())
                .toList();
        return new Member(directory, node, missing, wanted);
    }

    private int start(List<Member> members, boolean runs) {
        checkPorts(members);
        announce(runs, members);
        List<NodeStart> starts = members.stream().map(this::start).toList();
        if (new Start(starts, this::say).start() instanceof Start.Result.Failed failed) {
            throw new CommandFailure(ExitCode.FAILED, failed.why() + "\nWhat this command started is stopped again.");
        }
        Member first = members.getFirst();
        warnOfKafka(first.node().settings(), new Probes(first.addresses()));
        say(NodeTable.addresses(first.node().settings(), first.directory()));
        members.stream()
                .skip(1)
                .map(member -> NodeTable.line(member.node().settings(), member.directory()))
                .forEach(this::say);
        return ExitCode.OK;
    }

    private NodeStart start(Member member) {
        ServiceCommand commands = new ServiceCommand(
                Installation.ofThisCommand(), member.directory(), member.node().settings());
        return new NodeStart(
                member.directory(),
                member.node(),
                services(commands, new Probes(member.addresses())),
                line -> say(member.prefix() + line),
                member.missing(),
                member.wanted());
    }

    /** What runs cannot be changed by starting it again. */
    private NodeSettings agreed(NodeSettings running) {
        List<String> differences = new ArrayList<>(options.differences(running));
        differences.addAll(join.differences(running));
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

    private static void checkPorts(List<Member> members) {
        List<String> taken = new ArrayList<>();
        Set<PortUse> claimed = new HashSet<>();
        Set<String> numbers = new HashSet<>();
        for (Member member : members) {
            for (NodeService service : member.missing()) {
                for (PortUse port : member.addresses().ports(service)) {
                    claimed.add(port);
                    if (!numbers.add(port.protocol() + " " + port.number())) {
                        taken.add(port + " would be used twice by the nodes that are to be started");
                    }
                }
            }
        }
        claimed.stream().map(PortUse::problem).flatMap(Optional::stream).forEach(taken::add);
        if (!taken.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.FAILED,
                    String.join("\np2psip: ", taken)
                            + "\n--sip-port, --turn-port and --port-base choose others. Nothing was started.");
        }
    }

    private void announce(boolean runs, List<Member> members) {
        List<NodeService> missing = members.stream()
                .flatMap(member -> member.missing().stream())
                .distinct()
                .toList();
        String names =
                String.join(", ", missing.stream().map(NodeService::label).toList());
        if (!runs) {
            say("Starting " + names + (members.size() == 1 ? "" : " of " + members.size() + " nodes"));
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
