package org.p2psip.storage.service.cluster;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/** What a member of a cluster tells operators. */
final class ClusterMetrics {
    private final Counter refused;
    private final Counter failures;

    ClusterMetrics(MeterRegistry registry, ClusterMember member) {
        refused = Counter.builder("p2psip.cluster.refused.writes")
                .description("Writes that were refused since too few members are reached, or it has not started yet")
                .register(registry);
        failures = Counter.builder("p2psip.cluster.failures")
                .description("Looks at the cluster that ended in a bug")
                .register(registry);
        Gauge.builder("p2psip.cluster.members", member, ClusterMember::members)
                .description("Members that are reached, this one among them")
                .register(registry);
        Gauge.builder("p2psip.cluster.copies.missing", member, ClusterMember::missingCopies)
                .description("Copies of 256ths of the ring that are missing in the cluster")
                .register(registry);
        Gauge.builder("p2psip.cluster.arriving", member, ClusterMember::arriving)
                .description("Transfers of records to this member that are under way")
                .register(registry);
        for (MemberState state : MemberState.values()) {
            Gauge.builder("p2psip.cluster.state", member, each -> each.state() == state ? 1 : 0)
                    .description("1 for the state that this member is in")
                    .tag("state", state.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    void failed() {
        failures.increment();
    }

    void refused() {
        refused.increment();
    }
}
