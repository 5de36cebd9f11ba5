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
import org.p2psip.cli.process.Waiting;

/**
 * Starts services of a node, all at the same time, and waits until every service of the node is ready. When one fails,
 * those that this start began are stopped again. To be used once.
 */
public final class NodeStart {
    /** Time until every service has to be ready. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    /** Time that services have to stop when another one failed. */
    private static final Duration GRACE_AFTER_FAILURE = Duration.ofSeconds(5);

    private static final String BROKEN_OFF = "the start was broken off";
    private static final int LOG_LINES_SHOWN = 20;

    /** How it went. */
    public sealed interface Result {
        /** Every service is ready. */
        record Started() implements Result {}

        /**
         * A service could not be started, ended or was not ready in time.
         *
         * @param why which and why, with the end of its log
         */
        record Failed(String why) implements Result {}
    }

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
    private final Duration limit;
    private final Map<NodeService, BackgroundProcess> begun = new EnumMap<>(NodeService.class);
    private final long startedAt = System.nanoTime();
    private volatile NodeState node;
    private volatile boolean isBrokenOff;

    public NodeStart(
            NodeDirectory directory, NodeState node, Services services, Consumer<String> progress, Duration limit) {
        this.directory = directory;
        this.node = node;
        this.services = services;
        this.progress = progress;
        this.limit = limit;
    }

    /**
     * Starts {@code missing} and waits for {@code wanted}, which may run already.
     *
     * @param missing services without a process
     * @param wanted services that shall be ready
     */
    public Result start(List<NodeService> missing, List<NodeService> wanted) {
        // Ctrl-C while services start leaves none behind either
        Thread undo = new Thread(this::breakOff, "undo-start");
        Runtime.getRuntime().addShutdownHook(undo);
        Optional<String> problem =
                missing.stream().map(this::begin).flatMap(Optional::stream).findFirst();
        if (problem.isEmpty()) {
            problem = awaitReady(wanted);
        }
        if (!isUndoneByShutdown(undo) && problem.isPresent()) {
            stopBegun();
        }
        return problem.<Result>map(Result.Failed::new).orElseGet(Result.Started::new);
    }

    private static boolean isUndoneByShutdown(Thread undo) {
        try {
            Runtime.getRuntime().removeShutdownHook(undo);
            return false;
        } catch (IllegalStateException shuttingDown) {
            return true;
        }
    }

    /** Starts a service; returns what went wrong. */
    private synchronized Optional<String> begin(NodeService service) {
        if (isBrokenOff) {
            return Optional.of(BROKEN_OFF);
        }
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

    private Optional<String> awaitReady(List<NodeService> wanted) {
        Map<NodeService, String> waitingFor = new EnumMap<>(NodeService.class);
        wanted.forEach(service -> waitingFor.put(service, "not asked yet"));
        while (!isBrokenOff) {
            for (NodeService service : List.copyOf(waitingFor.keySet())) {
                Optional<String> ended = endOf(service);
                if (ended.isPresent() && !isBrokenOff) {
                    return ended;
                }
                switch (services.probe(service).ask()) {
                    case Readiness.Ready ready -> {
                        waitingFor.remove(service);
                        if (begun.containsKey(service)) {
                            progress.accept(String.format("%-8s ready after %.1f s", service.label(), seconds()));
                        }
                    }
                    case Readiness.NotReady notReady -> waitingFor.put(service, notReady.why());
                }
            }
            if (waitingFor.isEmpty()) {
                return Optional.empty();
            }
            if (seconds() > limit.toSeconds()) {
                return Optional.of(late(waitingFor));
            }
            Waiting.pause();
        }
        return Optional.of(BROKEN_OFF);
    }

    private double seconds() {
        return (System.nanoTime() - startedAt) / 1e9;
    }

    private Optional<String> endOf(NodeService service) {
        BackgroundProcess process = begun.get(service);
        if (process == null || process.exitCode().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(service.label() + " ended with exit code "
                + process.exitCode().getAsInt() + " while it started" + endOfLog(service));
    }

    private String late(Map<NodeService, String> waitingFor) {
        StringBuilder text = new StringBuilder("not ready within " + limit.toSeconds() + " s:");
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

    private void breakOff() {
        isBrokenOff = true;
        progress.accept("Broken off: stopping what was started");
        stopBegun();
    }

    private synchronized void stopBegun() {
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
