package org.p2psip.cli.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.process.BackgroundProcess;
import org.p2psip.cli.process.LogTail;
import org.p2psip.cli.process.ProcessIdentity;
import org.p2psip.cli.process.Readiness;

/** Starts services of one node, all at the same time, and tells when every service is ready. To be used once. */
public final class NodeStart {
    /** Time that services have to stop when another one failed. */
    private static final Duration GRACE_AFTER_FAILURE = Duration.ofSeconds(5);

    private static final int LOG_LINES_SHOWN = 20;

    /** What a start needs to know of services. */
    public interface Services {
        /** Makes ready what the service runs from, and returns its command. */
        List<String> prepare(NodeService service) throws IOException;

        /** How to ask it whether it is ready. */
        Readiness.Probe probe(NodeService service);
    }

    private final NodeDirectory directory;
    private final Services services;
    private final Consumer<String> progress;
    private final Map<NodeService, BackgroundProcess> begun = new EnumMap<>(NodeService.class);
    private final Map<NodeService, String> waitingFor = new EnumMap<>(NodeService.class);
    private final List<NodeService> missing;
    private final long startedAt = System.nanoTime();
    private NodeState node;

    /**
     * @param node as it is now
     * @param missing services without a process
     * @param wanted services that shall be ready; some may run already
     */
    public NodeStart(
            NodeDirectory directory,
            NodeState node,
            Services services,
            Consumer<String> progress,
            List<NodeService> missing,
            List<NodeService> wanted) {
        this.directory = directory;
        this.node = node;
        this.services = services;
        this.progress = progress;
        this.missing = missing;
        wanted.forEach(service -> waitingFor.put(service, "not asked yet"));
    }

    /** Starts what is missing; returns what went wrong. */
    Optional<String> begin() {
        return missing.stream().map(this::begin).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> begin(NodeService service) {
        try {
            List<String> command = services.prepare(service);
            BackgroundProcess process = BackgroundProcess.start(command, directory.path(), directory.log(service));
            begun.put(service, process);
            process.identity().ifPresent(identity -> node = node.with(service, identity));
            directory.write(node);
            return Optional.empty();
        } catch (IOException failed) {
            return Optional.of("cannot start " + service.label() + ": " + failed);
        }
    }

    /** Asks once whoever was not ready yet; returns what went wrong. */
    Optional<String> ask() {
        for (NodeService service : List.copyOf(waitingFor.keySet())) {
            Optional<String> ended = endOf(service);
            if (ended.isPresent()) {
                return ended;
            }
            switch (services.probe(service).ask()) {
                case Readiness.Ready ready -> {
                    waitingFor.remove(service);
                    if (begun.containsKey(service)) {
                        progress.accept(String.format(
                                "%-8s ready after %.1f s", service.label(), (System.nanoTime() - startedAt) / 1e9));
                    }
                }
                case Readiness.NotReady notReady -> waitingFor.put(service, notReady.why());
            }
        }
        return Optional.empty();
    }

    boolean isReady() {
        return waitingFor.isEmpty();
    }

    private Optional<String> endOf(NodeService service) {
        BackgroundProcess process = begun.get(service);
        if (process == null || process.exitCode().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(service.label() + " ended with exit code "
                + process.exitCode().getAsInt() + " while it started" + endOfLog(service));
    }

    /** Who is not ready and why, with the end of its log; a line and its log for each. */
    String late() {
        StringBuilder text = new StringBuilder();
        waitingFor.forEach((service, why) -> text.append("\n")
                .append(service.label())
                .append(": ")
                .append(why)
                .append(endOfLog(service)));
        return text.toString();
    }

    private String endOfLog(NodeService service) {
        Path log = directory.log(service);
        BackgroundProcess process = begun.get(service);
        try {
            LogTail tail = process == null ? new LogTail(log) : process.log();
            List<String> lines = tail.lines(LOG_LINES_SHOWN);
            return ". The end of " + log + ":\n  " + String.join("\n  ", lines);
        } catch (IOException unreadable) {
            return ". Its log cannot be read: " + unreadable;
        }
    }

    /** Stops what this start began. */
    void undo() {
        NodeState mine = new NodeState(node.settings(), only(begun.keySet()));
        new NodeStop(ignored -> {}, GRACE_AFTER_FAILURE).stop(mine);
        try {
            if (!node.isRunning()) {
                directory.forget();
            }
        } catch (IOException failed) {
            progress.accept("cannot remove node.json: " + failed);
        }
    }

    private Map<NodeService, ProcessIdentity> only(Set<NodeService> services) {
        Map<NodeService, ProcessIdentity> some = new EnumMap<>(NodeService.class);
        some.putAll(node.processes());
        some.keySet().retainAll(services);
        return some;
    }
}
