package org.p2psip.edge;

import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.request;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.protect.ProtectConfig;

/** Edges that protect themselves, and eve, from whom they get too much. */
abstract class ProtectionScene {
    static final String EVE = "203.0.113.9:5060";
    static final Duration BAN = Duration.ofSeconds(300);

    int sequence;

    static ProtectConfig protect(int perSecond, int burst, boolean unverified, AddressRange... trusted) {
        return new ProtectConfig(
                perSecond,
                burst,
                1000,
                List.of(trusted),
                new ProtectConfig.Bans(
                        (int) BAN.toSeconds(), 60, 4, 5, 6, unverified, List.of("friendly-scanner", "sipvicious"), 3),
                300);
    }

    static EdgeHarness edge(EdgeConfig.Auth auth, ProtectConfig protect) {
        EdgeHarness edge = new EdgeHarness(EdgeHarness.config(auth, EdgeConfig.Limits.defaults(), protect));
        edge.overlay.enroll(
                aor("alice"), Map.of("MD5", Ha1.of(DigestAlgorithm.MD5, "alice", EdgeHarness.DOMAIN, "secret")));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        return edge;
    }

    Map<String, String> next(String from, String... more) {
        sequence++;
        Map<String, String> headers = new HashMap<>();
        headers.put("Call-ID", "call-" + sequence);
        headers.put("Via", "SIP/2.0/UDP " + from + ";rport;branch=z9hG4bK-" + sequence);
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    String options(String from, String... more) {
        return request("OPTIONS", "sip:example.org", from, next(from, more));
    }
}
