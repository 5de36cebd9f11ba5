package org.p2psip.cli.launch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.process.ProcessIdentity;
import org.p2psip.cli.process.Waiting;

/** Stops the services of a node, those that use others first. */
public final class NodeStop {
    /** Time that a service has to end what it does, before it is killed. */
    public static final Duration GRACE = Duration.ofSeconds(15);

    /** A killed process is gone at once; the system may need a moment to say so. */
    private static final Duration KILLED = Duration.ofSeconds(5);

    private final Consumer<String> progress;
    private final Duration grace;

    public NodeStop(Consumer<String> progress, Duration grace) {
        this.progress = progress;
        this.grace = grace;
    }

    /** The order in which services are stopped. */
    static List<NodeService> order() {
        List<NodeService> order = new ArrayList<>(List.of(NodeService.values()));
        Collections.reverse(order);
        return order;
    }

    /** Stops every service that runs; returns those that could not even be killed. */
    public List<NodeService> stop(NodeState node) {
        List<NodeService> left = new ArrayList<>();
        for (NodeService service : order()) {
            node.running(service).ifPresent(process -> {
                if (!stop(service, process)) {
                    left.add(service);
                }
            });
        }
        return left;
    }

    private boolean stop(NodeService service, ProcessIdentity process) {
        process.terminate();
        if (Waiting.until(grace, () -> !process.isAlive())) {
            progress.accept(service.label() + " stopped");
            return true;
        }
        progress.accept(
                service.label() + " did not stop within " + grace.toSeconds() + " s: killing process " + process.pid());
        process.kill();
        return Waiting.until(KILLED, () -> !process.isAlive());
    }
}
