package org.p2psip.edge.gateway;

import java.util.List;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.TrunkStatus;

/** A trunk and what was counted of it. */
final class LiveTrunk {
    private final TrunkConfig config;
    private final CallLoad load;
    private final List<LiveHost> hosts;

    /** @param before the trunk of the same name in the configuration before; null when there was none */
    LiveTrunk(TrunkConfig config, LiveTrunk before) {
        this.config = config;
        this.load = before == null ? new CallLoad() : before.load;
        this.hosts = config.hosts().stream()
                .map(host -> before == null ? new LiveHost(host) : before.hostOf(host))
                .toList();
    }

    private LiveHost hostOf(TrunkConfig.Host host) {
        return hosts.stream()
                .filter(known -> known.config().uri().text().equals(host.uri().text()))
                .findFirst()
                .map(known -> known.with(host))
                .orElseGet(() -> new LiveHost(host));
    }

    TrunkConfig config() {
        return config;
    }

    CallLoad load() {
        return load;
    }

    List<LiveHost> hosts() {
        return hosts;
    }

    List<TrunkStatus> status(long nowNanos) {
        return hosts.stream()
                .map(host -> new TrunkStatus(
                        config.name(),
                        host.config().uri().text(),
                        host.isUp(),
                        host.lastProbeAgo(nowNanos),
                        load.calls(),
                        load.lastSecond(nowNanos),
                        load.refusedCalls(),
                        load.refusedRate(),
                        host.failovers(),
                        TrunkStatus.RegistrationState.NONE))
                .toList();
    }
}
