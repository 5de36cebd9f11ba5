package org.p2psip.relay;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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

    /** A relay with a secret, and few sessions, allocations and ports. */
    public static class WithSecret implements QuarkusTestProfile {
        public static final String SECRET = "the-secret-of-this-test";
        public static final int SESSIONS = 5;
        public static final int ALLOCATIONS = 10;

        private static final int FIRST_PORT = 24_000;
        private static final int PORTS = 40;

        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new FreePorts().getConfigOverrides());
            settings.put("p2psip.turn.secret-file", secretFile().toString());
            settings.put("p2psip.turn.quota.allocations", Integer.toString(ALLOCATIONS));
            settings.put("p2psip.turn.ports.first", Integer.toString(FIRST_PORT));
            settings.put("p2psip.turn.ports.last", Integer.toString(FIRST_PORT + PORTS - 1));
            settings.put("p2psip.media.sessions", Integer.toString(SESSIONS));
            settings.put("quarkus.grpc.server.test-port", "0");
            return settings;
        }

        private static Path secretFile() {
            try {
                Path file = Files.createTempFile("turn", ".secret"); // for the owner only
                file.toFile().deleteOnExit();
                return Files.writeString(file, SECRET + "\n");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
