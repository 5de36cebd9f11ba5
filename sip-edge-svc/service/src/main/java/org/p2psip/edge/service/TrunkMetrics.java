package org.p2psip.edge.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.p2psip.edge.trunk.TrunkStatus;

/**
 * What is measured of trunks, by {@code trunk} and, where hosts differ, {@code host}: as many labels as the trunks file
 * has names. Taken from the core every {@value #SECONDS} s; a trunk that left the file leaves the metrics.
 */
final class TrunkMetrics {
    private static final int SECONDS = 5;

    private final MultiGauge calls;
    private final MultiGauge refusedCalls;
    private final MultiGauge refusedRate;
    private final MultiGauge up;
    private final MultiGauge failovers;

    TrunkMetrics(MeterRegistry meters) {
        calls = gauge(meters, "p2psip.trunk.calls", "Calls of the trunk that are up or ringing");
        refusedCalls =
                gauge(meters, "p2psip.trunk.refused.calls", "Calls refused as too many were up, since the start");
        refusedRate = gauge(meters, "p2psip.trunk.refused.rate", "Calls refused as too many began, since the start");
        up = gauge(meters, "p2psip.trunk.host.up", "1 when calls are sent to the host");
        failovers = gauge(meters, "p2psip.trunk.host.failovers", "Calls that went on from the host to another");
    }

    private static MultiGauge gauge(MeterRegistry meters, String name, String description) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    /** Begins to look, on the event loop. */
    void start(ScheduledExecutorService loop, EdgeLoop edge) {
        loop.scheduleWithFixedDelay(() -> update(edge.trunkStatus()), SECONDS, SECONDS, TimeUnit.SECONDS);
    }

    void update(List<TrunkStatus> hosts) {
        Map<String, TrunkStatus> trunks = new LinkedHashMap<>();
        hosts.forEach(host -> trunks.putIfAbsent(host.trunk(), host));
        List<TrunkStatus> ofTrunks = new ArrayList<>(trunks.values());
        byTrunk(calls, ofTrunks, TrunkStatus::calls);
        byTrunk(refusedCalls, ofTrunks, TrunkStatus::refusedCalls);
        byTrunk(refusedRate, ofTrunks, TrunkStatus::refusedRate);
        byHost(up, hosts, host -> host.up() ? 1 : 0);
        byHost(failovers, hosts, TrunkStatus::failovers);
    }

    private static void byTrunk(MultiGauge gauge, List<TrunkStatus> trunks, ToDoubleFunction<TrunkStatus> value) {
        gauge.register(rows(trunks, trunk -> Tags.of("trunk", trunk.trunk()), value), true);
    }

    private static void byHost(MultiGauge gauge, List<TrunkStatus> hosts, ToDoubleFunction<TrunkStatus> value) {
        gauge.register(rows(hosts, host -> Tags.of("trunk", host.trunk(), "host", host.host()), value), true);
    }

    private static List<MultiGauge.Row<?>> rows(
            List<TrunkStatus> of, Function<TrunkStatus, Tags> labels, ToDoubleFunction<TrunkStatus> value) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        of.forEach(status -> rows.add(MultiGauge.Row.of(labels.apply(status), value.applyAsDouble(status))));
        return rows;
    }
}
