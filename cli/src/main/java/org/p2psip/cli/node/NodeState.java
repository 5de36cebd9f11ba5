package org.p2psip.cli.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.p2psip.cli.process.ProcessIdentity;

/**
 * A node as it was started last.
 *
 * @param settings what it was asked to be
 * @param processes who was started for each service; a service that was not started is missing
 */
public record NodeState(NodeSettings settings, Map<NodeService, ProcessIdentity> processes) {
    public NodeState {
        processes = Map.copyOf(processes);
    }

    /** The process of a service while it runs. */
    public Optional<ProcessIdentity> running(NodeService service) {
        return Optional.ofNullable(processes.get(service)).filter(ProcessIdentity::isAlive);
    }

    /** Whether any service runs. */
    public boolean isRunning() {
        return processes.values().stream().anyMatch(ProcessIdentity::isAlive);
    }

    /** The same node with one more process. */
    public NodeState with(NodeService service, ProcessIdentity process) {
        Map<NodeService, ProcessIdentity> more = new EnumMap<>(NodeService.class);
        more.putAll(processes);
        more.put(service, process);
        return new NodeState(settings, more);
    }
}
