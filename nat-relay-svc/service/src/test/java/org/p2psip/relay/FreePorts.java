package org.p2psip.relay;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;

/** A relay that disturbs nobody on the machine. */
public class FreePorts implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "p2psip.grpc.port", "0",
                "p2psip.tls.enabled", "false",
                "p2psip.stun.port", "0",
                "p2psip.turn.event-loops", "1",
                "p2psip.http.port", "0",
                "quarkus.http.test-port", "0");
    }

    /** The same on IPv6, where a source may ask five times. HTTP stays on IPv4, as the tests' URIs want it. */
    public static class FewRequestsOnIpv6 implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "p2psip.listen", "::1",
                    "p2psip.grpc.port", "0",
                    "p2psip.tls.enabled", "false",
                    "p2psip.stun.port", "0",
                    "p2psip.stun.rate-limit.requests-per-second", "1",
                    "p2psip.stun.rate-limit.burst", "5",
                    "p2psip.turn.event-loops", "1",
                    "p2psip.http.port", "0",
                    "quarkus.http.host", "127.0.0.1",
                    "quarkus.http.test-port", "0");
        }
    }
}
