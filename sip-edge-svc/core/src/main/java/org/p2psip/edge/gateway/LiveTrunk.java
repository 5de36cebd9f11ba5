package org.p2psip.edge.gateway;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.TrunkStatus;
import org.p2psip.edge.trunk.TrunkStatus.RegistrationState;
import org.p2psip.edge.uac.DigestClient;

/** A trunk: what is configured of it, and how it is doing. */
public final class LiveTrunk {
    private final TrunkConfig config;
    private final CallLoad load;
    private final List<LiveHost> hosts;
    private final List<HostProbe> probes;
    private final DigestClient login;
    private final TrunkRegistration registration;

    /** @param before the trunk of the same name in the configuration before; null when there was none */
    LiveTrunk(GatewayContext gateway, TrunkConfig config, LiveTrunk before) {
        this.config = config;
        this.load = before == null ? new CallLoad() : before.load;
        this.hosts = config.hosts().stream()
                .map(host -> before == null ? new LiveHost(host) : before.hostOf(host))
                .toList();
        this.probes = hosts.stream()
                .map(host -> new HostProbe(gateway, host, config.probe()))
                .toList();
        boolean sameOutbound = before != null
                && before.config.outbound().login().equals(config.outbound().login())
                && before.config.outbound().realm().equals(config.outbound().realm());
        this.login = sameOutbound ? before.login : loginOf(gateway, config.outbound());
        boolean sameRegistration = sameOutbound
                && before.config
                        .outbound()
                        .registration()
                        .equals(config.outbound().registration());
        this.registration = sameRegistration
                ? before.registration
                : config.outbound()
                        .registration()
                        .map(wanted -> new TrunkRegistration(gateway, wanted, login))
                        .orElse(null);
    }

    private static DigestClient loginOf(GatewayContext gateway, TrunkConfig.Outbound outbound) {
        return outbound.login()
                .map(user -> new DigestClient(
                        user.user(),
                        user.password(),
                        outbound.realm(),
                        gateway.client().random()))
                .orElse(null);
    }

    private LiveHost hostOf(TrunkConfig.Host host) {
        return hosts.stream()
                .filter(known -> known.config().uri().text().equals(host.uri().text()))
                .findFirst()
                .map(known -> known.with(host))
                .orElseGet(() -> new LiveHost(host));
    }

    /** Begins to probe and to register. */
    void start(LiveTrunk before) {
        probes.forEach(HostProbe::start);
        if (registration != null && (before == null || before.registration != registration)) {
            registration.start();
        }
    }

    /**
     * Ends what it does by itself.
     *
     * @param after what takes its place; null when nothing does
     */
    void stop(LiveTrunk after) {
        probes.forEach(HostProbe::stop);
        if (registration != null && (after == null || after.registration != registration)) {
            registration.stop();
        }
    }

    public TrunkConfig config() {
        return config;
    }

    public String name() {
        return config.name();
    }

    /** Whether it is its own user name that it came with. */
    public boolean hasLogin(String user) {
        return config.inbound()
                .login()
                .filter(login -> login.user().equals(user))
                .isPresent();
    }

    CallLoad load() {
        return load;
    }

    List<LiveHost> hosts() {
        return hosts;
    }

    /** Whether one of its hosts is there. */
    boolean isAt(InetSocketAddress server) {
        for (LiveHost host : hosts) {
            if (host.addresses().contains(server)) {
                return true;
            }
        }
        return false;
    }

    /** Answers the trunk's challenges; null when it has no login. */
    DigestClient login() {
        return login;
    }

    /** Whether a certificate with these names is one of the trunk's, where it has to show one. */
    boolean isNamedBy(Set<String> verifiedNames) {
        Set<String> names = config.inbound().tlsNames();
        return names.isEmpty() || !Collections.disjoint(names, verifiedNames);
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
                        registration == null ? RegistrationState.NONE : registration.state()))
                .toList();
    }
}
