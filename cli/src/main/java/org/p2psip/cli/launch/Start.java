package org.p2psip.cli.launch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.p2psip.cli.process.Waiting;

/**
 * Starts nodes together and waits until all are ready. When a service of one fails, all that this start began is stopped
 * again. To be used once.
 */
public final class Start {
    private static final String BROKEN_OFF = "the start was broken off";

    /** Time until one node has to be ready, and what each further one on the same machine is given. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration LIMIT_FOR_EACH_FURTHER = Duration.ofSeconds(40);

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

    private final List<NodeStart> nodes;
    private final Consumer<String> progress;
    private final Duration limit;
    private volatile boolean isBrokenOff;

    /** Starts nodes; the time that they get grows with their number. */
    public Start(List<NodeStart> nodes, Consumer<String> progress) {
        this(nodes, progress, LIMIT.plus(LIMIT_FOR_EACH_FURTHER.multipliedBy(nodes.size() - 1L)));
    }

    Start(List<NodeStart> nodes, Consumer<String> progress, Duration limit) {
        this.nodes = List.copyOf(nodes);
        this.progress = progress;
        this.limit = limit;
    }

    /** Starts what is missing, and waits. */
    public Result start() {
        // Ctrl-C while services start leaves none behind either
        Thread undo = new Thread(this::breakOff, "undo-start");
        Runtime.getRuntime().addShutdownHook(undo);
        Optional<String> problem =
                nodes.stream().map(this::begin).flatMap(Optional::stream).findFirst();
        if (problem.isEmpty()) {
            problem = awaitReady();
        }
        if (!isUndoneByShutdown(undo) && problem.isPresent()) {
            undo();
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

    private synchronized Optional<String> begin(NodeStart node) {
        return isBrokenOff ? Optional.of(BROKEN_OFF) : node.begin();
    }

    private Optional<String> awaitReady() {
        long startedAt = System.nanoTime();
        while (!isBrokenOff) {
            for (NodeStart node : nodes) {
                Optional<String> problem = node.ask();
                if (problem.isPresent() && !isBrokenOff) {
                    return problem;
                }
            }
            if (nodes.stream().allMatch(NodeStart::isReady)) {
                return Optional.empty();
            }
            if (System.nanoTime() - startedAt > limit.toNanos()) {
                StringBuilder late = new StringBuilder("not ready within " + limit.toSeconds() + " s:");
                nodes.forEach(node -> late.append(node.late()));
                return Optional.of(late.toString());
            }
            Waiting.pause();
        }
        return Optional.of(BROKEN_OFF);
    }

    private void breakOff() {
        isBrokenOff = true;
        progress.accept("Broken off: stopping what was started");
        undo();
    }

    private synchronized void undo() {
        nodes.reversed().forEach(NodeStart::undo);
    }
}
