package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.TrunkStatus;
import org.p2psip.edge.trunk.TrunkStatus.RegistrationState;

/** Probes of trunks, and registrations at them. */
class TrunkHealthTest {
    private static final String HOST = "198.51.100.50:5060";

    private final EdgeHarness edge = EdgeHarness.withDigest();

    private static TrunkFile.Trunk probed() {
        TrunkFile.Trunk trunk = new TrunkFile.Trunk("a").host("sip:" + HOST, 0, 1);
        trunk.probe = new TrunkConfig.Probe(true, Duration.ofSeconds(10), Duration.ofSeconds(3), 2, 3, 499);
        return trunk;
    }

    private TrunkStatus status() {
        return edge.edge.trunkStatus(edge.now()).getFirst();
    }

    @Test
    void hostIsDownAfterSoManyFailuresAndUpAfterSoManyAnswers() {
        edge.trunks(new TrunkFile().trunk(probed()).read()).pass(Duration.ofMillis(20));
        answerProbe(200);
        assertThat(status().up()).isTrue();
        assertThat(status().lastProbeAgoNanos()).isZero();

        edge.pass(Duration.ofSeconds(14));
        assertThat(status().up()).as("one probe failed").isTrue();
        edge.pass(Duration.ofSeconds(10));
        assertThat(status().up()).as("two probes failed").isFalse();
        assertThat(edge.edge.counters().get(EdgeCounter.TRUNK_HOSTS_DOWN)).isEqualTo(1);

        for (int probe = 1; probe <= 3; probe++) {
            edge.sent();
            edge.pass(Duration.ofSeconds(probe == 1 ? 7 : 10)); // a second behind the probe
            assertThat(status().up()).isFalse();
            answerProbe(200);
        }
        assertThat(status().up()).isTrue();
        assertThat(status().registration()).isEqualTo(RegistrationState.NONE);
    }

    @Test
    void finalStatusUpToTheConfiguredOneMeansAlive() {
        edge.trunks(new TrunkFile().trunk(probed()).read());
        for (int status : new int[] {200, 404, 483, 499}) {
            probeAnswered(status);
            assertThat(status().lastProbeAgoNanos()).isZero();
        }
        probeAnswered(500);
        probeAnswered(503);
        assertThat(status().up()).isFalse();
    }

    @Test
    void hostThatIsNoLongerProbedIsUp() {
        edge.trunks(new TrunkFile().trunk(probed()).read());
        edge.pass(Duration.ofSeconds(60));
        assertThat(status().up()).isFalse();
        TrunkFile.Trunk unprobed = new TrunkFile.Trunk("a").host("sip:" + HOST, 0, 1);
        edge.sent();
        edge.trunks(new TrunkFile().trunk(unprobed).read());
        assertThat(status().up()).isTrue();
        edge.pass(Duration.ofSeconds(60));
        assertThat(edge.requests().stream().filter(one -> one.message().method().equals("OPTIONS")))
                .as("only what was under way comes again")
                .allMatch(one -> one.message().cseq().number() == 1);
    }

    @Test
    void edgeRegistersAtATrunkAnswersItsChallengeAndRenews() {
        edge.trunks(registering()).pass(Duration.ofMillis(20));
        Sent first = edge.requests().getFirst();
        assertThat(first.message().method()).isEqualTo("REGISTER");
        assertThat(first.message().requestUri()).isEqualTo("sip:trunk.example");
        assertThat(first.message().header(Header.TO)).isEqualTo("<sip:4930@trunk.example>");
        assertThat(first.message().contacts().getFirst().uri().user()).isEqualTo("line1");
        assertThat(first.message().expires()).isEqualTo(600);
        assertThat(status().registration()).isEqualTo(RegistrationState.TRYING);

        edge.udp(
                HOST,
                response(
                        first.message(),
                        401,
                        "t",
                        "WWW-Authenticate: Digest realm=\"trunk.example\", nonce=\"n\", algorithm=MD5, qop=\"auth\""));
        SipMessage signed = edge.requests().getFirst().message();
        assertThat(signed.header(Header.AUTHORIZATION)).contains("username=\"line1\"");
        assertThat(signed.cseq().number()).isEqualTo(2);
        assertThat(signed.callId()).isEqualTo(first.message().callId());
        edge.udp(HOST, response(signed, 200, "t", "Contact: " + signed.header(Header.CONTACT) + ";expires=300"));
        assertThat(status().registration()).isEqualTo(RegistrationState.REGISTERED);

        edge.pass(Duration.ofSeconds(265));
        assertThat(edge.requests()).as("nothing before nine tenths of 300 s").isEmpty();
        edge.pass(Duration.ofSeconds(6));
        SipMessage renewal = edge.requests().getFirst().message();
        assertThat(renewal.cseq().number()).isEqualTo(3);
        assertThat(renewal.header(Header.AUTHORIZATION)).contains("nc=00000002");
        assertThat(status().registration()).isEqualTo(RegistrationState.REGISTERED);
    }

    @Test
    void refusedRegistrationIsTriedAgainLaterAndLater() {
        edge.trunks(registering()).pass(Duration.ofMillis(20));
        edge.udp(HOST, response(edge.requests().getFirst().message(), 403, "t"));
        assertThat(status().registration()).isEqualTo(RegistrationState.FAILED);
        edge.pass(Duration.ofSeconds(29));
        assertThat(edge.requests()).isEmpty();
        edge.pass(Duration.ofSeconds(2));
        edge.udp(HOST, response(edge.requests().getFirst().message(), 403, "t"));
        edge.pass(Duration.ofSeconds(59));
        assertThat(edge.requests()).isEmpty();
        edge.pass(Duration.ofSeconds(2));
        assertThat(edge.requests()).isNotEmpty();
    }

    @Test
    void tooBriefRegistrationIsMadeLonger() {
        edge.trunks(registering()).pass(Duration.ofMillis(20));
        edge.udp(HOST, response(edge.requests().getFirst().message(), 423, "t", "Min-Expires: 1800"));
        assertThat(edge.requests().getFirst().message().expires()).isEqualTo(1800);
    }

    @Test
    void registrationIsTakenBackWhenTheTrunkIsGoneOrTheEdgeStops() {
        edge.trunks(registering()).pass(Duration.ofMillis(20));
        edge.udp(HOST, response(edge.requests().getFirst().message(), 200, "t"));
        edge.trunks(new TrunkFile().read());
        SipMessage removal = edge.requests().getFirst().message();
        assertThat(removal.method()).isEqualTo("REGISTER");
        assertThat(removal.expires()).isZero();
        assertThat(edge.edge.trunkStatus(edge.now())).isEmpty();
    }

    @Test
    void registrationThatDidNotChangeIsKeptWhenTheFileDoes() {
        edge.trunks(registering()).pass(Duration.ofMillis(20));
        edge.udp(HOST, response(edge.requests().getFirst().message(), 200, "t"));
        edge.trunks(registering()).pass(Duration.ofSeconds(1));
        assertThat(edge.requests()).isEmpty();
        assertThat(status().registration()).isEqualTo(RegistrationState.REGISTERED);
    }

    private org.p2psip.edge.trunk.Trunks registering() {
        TrunkFile.Trunk trunk = new TrunkFile.Trunk("a").host("sip:" + HOST, 0, 1);
        trunk.login = new TrunkConfig.Login("line1", "secret");
        trunk.registration = new TrunkConfig.Registration(
                TrunkFile.uri("sip:trunk.example"),
                TrunkFile.uri("sip:4930@trunk.example"),
                "line1",
                Duration.ofSeconds(600));
        edge.dns.host("trunk.example", "198.51.100.50");
        return new TrunkFile().trunk(trunk).read();
    }

    private void probeAnswered(int status) {
        edge.sent();
        edge.pass(Duration.ofMillis(10_010));
        answerProbe(status);
    }

    private void answerProbe(int status) {
        SipMessage probe = edge.requests().stream()
                .map(Sent::message)
                .filter(one -> one.method().equals("OPTIONS"))
                .reduce((first, last) -> last)
                .orElseThrow();
        assertThat(probe.requestUri()).isEqualTo("sip:" + HOST);
        edge.udp(HOST, response(probe, status, "t"));
    }
}
