package org.p2psip.edge;

/** A configuration for tests of other packages. */
public final class EdgeTestConfig {
    private EdgeTestConfig() {}

    /** One domain, no authentication, advertised at 192.0.2.1. */
    public static EdgeConfig plain() {
        return EdgeHarness.config(EdgeConfig.Auth.NONE, EdgeConfig.Limits.defaults());
    }
}
