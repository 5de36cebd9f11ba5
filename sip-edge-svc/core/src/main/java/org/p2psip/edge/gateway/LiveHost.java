package org.p2psip.edge.gateway;

import org.p2psip.edge.trunk.TrunkConfig;

/** A host of a trunk: whether it is up, as its probes say. */
final class LiveHost {
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
