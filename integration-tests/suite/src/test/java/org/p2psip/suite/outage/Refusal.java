package org.p2psip.suite.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.User;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/** What a phone is told while the overlay is away. */
final class Refusal {
    /** What is promised, and what a busy machine adds. */
    static final Duration LIMIT = Duration.ofSeconds(2).plusMillis(250);

    private Refusal() {}

    /**
     * Calls a user who is enrolled but has never registered: only the overlay knows that, no cache does, so the answer
     * is 480 when the overlay is there.
     */
    static Answered callSomebodyAbsent(SipProbe probe, User caller, User absent) {
        SipRequest invite = SipRequest.of("INVITE", absent.aor(), caller.aor(), absent.aor())
                .with("Contact: <sip:" + caller.name() + "@127.0.0.1:" + probe.localPort() + ">");
        return probe.authenticated(invite, caller.name(), caller.password());
    }

    /** Asserts 503 with Retry-After in time. */
    static void assertRefused(Answered answered) {
        assertThat(answered.status()).as(answered.response().text()).isEqualTo(503);
        assertThat(answered.response().header("Retry-After"))
                .as(answered.response().text())
                .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*.*"));
        assertThat(answered.took()).isLessThan(LIMIT);
    }

    /** Asserts that the edge itself answers. */
    static void assertEdgeAnswers(SipProbe probe) {
        String edge = "sip:" + Node.DOMAIN;
        assertThat(probe.transact(SipRequest.of("OPTIONS", edge, "sip:probe@invalid.test", edge))
                        .status())
                .isEqualTo(200);
    }
}
