package org.p2psip.edge.gateway;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.location.BoundedCache;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.trunk.TrunkConfig;

/** A host of a trunk: where it is, and whether it is up, as its probes say. */
final class LiveHost {
    /** Most addresses that its name is known to have led to. */
    static final int MAX_ADDRESSES = 64;

    /** An address that its name has not led to for so long is no longer its own. */
    static final long KEPT = TimeUnit.HOURS.toNanos(1);

    private final Map<InetSocketAddress, Long> addresses = new BoundedCache<>(MAX_ADDRESSES);
    private TrunkConfig.Host config;
    private boolean up = true;
    private boolean everAnswered;
    private long lastAnsweredNanos;
    private long failovers;

    LiveHost(TrunkConfig.Host config) {
        this.config = config;
    }

    /** The same host with what is configured of it now. */
    LiveHost with(TrunkConfig.Host now) {
        config = now;
        return this;
    }

    TrunkConfig.Host config() {
        return config;
    }

    boolean isUp() {
        return up;
    }

    void setUp(boolean isUp) {
        up = isUp;
    }

    /**
     * Its URI led there; an answer without a hop changes nothing.
     *
     * @return whether it is at other addresses now than before
     */
    boolean located(List<Hop> hops, long nowNanos) {
        if (hops.isEmpty()) {
            return false;
        }
        boolean changed = addresses.values().removeIf(seen -> nowNanos - seen > KEPT);
        for (Hop hop : hops) {
            changed |= addresses.put(hop.address(), nowNanos) == null;
        }
        return changed;
    }

    /** Addresses and ports where it is. */
    Set<InetSocketAddress> addresses() {
        return addresses.keySet();
    }

    /** A probe was answered. */
    void answered(long nowNanos) {
        everAnswered = true;
        lastAnsweredNanos = nowNanos;
    }

    /** Since the last answered probe, in ns; -1 when none was. */
    long lastProbeAgo(long nowNanos) {
        return everAnswered ? nowNanos - lastAnsweredNanos : -1;
    }

    /** A call went on from here to another host. */
    void failedOver() {
        failovers++;
    }

    long failovers() {
        return failovers;
    }
}
