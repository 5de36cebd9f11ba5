package org.p2psip.cli.overlay;

import java.util.List;
import java.util.OptionalLong;
import org.p2psip.proto.v1.ListTrunksRequest;
import org.p2psip.proto.v1.ListTrunksResponse;
import org.p2psip.proto.v1.TrunkStatus;

/** The trunks of an edge. */
public final class EdgeTrunks {
    /**
     * A host of a trunk.
     *
     * @param calls of the whole trunk, as callsPerSecond
     * @param lastProbeAgoMs since the last answered probe; empty when none was
     * @param registration of the edge at the trunk: none, trying, registered, failed
     */
    public record Host(
            String trunk,
            String uri,
            boolean up,
            int calls,
            int callsPerSecond,
            OptionalLong lastProbeAgoMs,
            String registration) {}

    /**
     * What the edge has.
     *
     * @param file its trunks file; empty for an edge that is no gateway
     * @param problems why the file as it is now was refused; empty when it is in force
     */
    public record View(String file, List<Host> hosts, List<String> problems) {}

    private final NodeConnection edge;

    public EdgeTrunks(NodeConnection edge) {
        this.edge = edge;
    }

    public View view() {
        ListTrunksResponse answer = edge.call(() -> edge.edge().listTrunks(ListTrunksRequest.getDefaultInstance()));
        return new View(
                answer.getFile(),
                answer.getTrunksList().stream().map(EdgeTrunks::host).toList(),
                List.copyOf(answer.getProblemsList()));
    }

    private static Host host(TrunkStatus status) {
        return new Host(
                status.getName(),
                status.getHost(),
                status.getUp(),
                status.getCalls(),
                status.getCallsPerS(),
                status.hasLastProbeAgoMs() ? OptionalLong.of(status.getLastProbeAgoMs()) : OptionalLong.empty(),
                status.getRegistration());
    }
}
