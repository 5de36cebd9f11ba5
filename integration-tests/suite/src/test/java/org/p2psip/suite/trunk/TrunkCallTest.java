package org.p2psip.suite.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Kamailio;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/** Calls to and from a carrier by an edge whose trunks are those of {@link Carrier}. */
@NeedsPrograms({"sipp", "kamailio"})
@ExtendWith(SharedNode.class)
class TrunkCallTest {
    private static final Path FILES = Path.of("target", "trunk-calls").toAbsolutePath();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final User ALICE = User.named("trunk-alice");
    /** Who has a number of his own, too; each test of inbound calls has its phone. */
    private static final User DAVE = User.named("trunk-dave");

    private static final User BOB = User.named("trunk-bob");
    private static final User OUTSIDER = new User("+4940555", "carrier.example", "");

    private static AnotherEdge edge;
    private static Kamailio registrar;

    @BeforeAll
    static void start(Node node) {
        node.enroll(List.of(ALICE, BOB, DAVE));
        registrar = new Kamailio.Setup(FILES.resolve("registrar"))
                .address(Carrier.REGISTRAR_ADDRESS)
                .port(Carrier.REGISTRAR_PORT)
                .registrar()
                .start();
        TrunksFile file = new TrunksFile(FILES.resolve("trunks.yaml"));
        Carrier.writeTo(file);
        edge = AnotherEdge.start(node, FILES.resolve("edge"), file.setting());
    }

    @AfterAll
    static void stop() {
        edge.close();
        registrar.close();
    }

    @Test
    void callLeavesByTheTrunkOfItsPrefixWithTheNumberAsTheTrunkWantsIt() {
        Sipp sipp = sipp("out");
        try (CalledPhone phone = sipp.answerBehindTrunk(3);
                Kamailio carrier = Carrier.at(FILES.resolve("out"))
                        .phone(phone.port())
                        .edge(edge.sip())
                        .start()) {
            sipp.call(edge.sip(), calls(ALICE, "030123456", 3), "trunk-out", 5).allSucceeded(3);
            phone.finish().allSucceeded(3);
            assertThat(phone.messages()).contains("INVITE sip:004930123456@" + Carrier.ADDRESS);
            assertThat(carrier.log()).contains("request BYE ");
        }
    }

    @Test
    void trunkThatAsksForCredentialsGetsThem() {
        Sipp sipp = sipp("digest");
        try (CalledPhone phone = sipp.answerBehindTrunk(1);
                Kamailio carrier = new Kamailio.Setup(FILES.resolve("digest"))
                        .address(Carrier.DIGEST_ADDRESS)
                        .port(Carrier.DIGEST_PORT)
                        .digest()
                        .phone(phone.port())
                        .start()) {
            sipp.call(edge.sip(), calls(BOB, "0033123456", 1), "trunk-digest", 1)
                    .allSucceeded(1);
            phone.finish().allSucceeded(1);
            assertThat(carrier.log()).contains("authorized=Digest username=\"" + Kamailio.USER + "\"");
        }
    }

    @Test
    void callGoesToTheNextHostWhenTheFirstIsSilentOrInTrouble() {
        Sipp sipp = sipp("failover");
        Kamailio.Setup first = new Kamailio.Setup(FILES.resolve("failover-first"))
                .address(Carrier.ADDRESS)
                .port(Carrier.FIRST_OF_PAIR_PORT);
        try (CalledPhone phone = sipp.answerBehindTrunk(3);
                Kamailio second = Carrier.at(FILES.resolve("failover"))
                        .phone(phone.port())
                        .start()) {
            try (Kamailio silent = first.silent().start()) {
                sipp.call(edge.sip(), calls(BOB, "+44201", 1), "trunk-silent", 1)
                        .allSucceeded(1);
                assertThat(silent.log()).contains("request INVITE ");
            }
            sipp.call(edge.sip(), calls(BOB, "+44202", 1), "trunk-stopped", 1).allSucceeded(1);
            Kamailio.Setup troubled = new Kamailio.Setup(FILES.resolve("failover-trouble"))
                    .address(Carrier.ADDRESS)
                    .port(Carrier.FIRST_OF_PAIR_PORT)
                    .refuse(503);
            try (Kamailio refusing = troubled.start()) {
                sipp.call(edge.sip(), calls(BOB, "+44203", 1), "trunk-trouble", 1)
                        .allSucceeded(1);
                assertThat(refusing.log()).contains("request INVITE ");
            }
            phone.finish().allSucceeded(3);
            assertThat(second.log()).contains("sip:+44201@", "sip:+44202@", "sip:+44203@");
        }
    }

    @Test
    void hostThatItsProbesFoundDownIsNotTried(Node node) {
        Sipp sipp = sipp("probed");
        try (CalledPhone phone = sipp.answerBehindTrunk(1);
                Kamailio second =
                        Carrier.at(FILES.resolve("probed")).phone(phone.port()).start()) {
            Await.until("one host is down, one is up", SOON, () -> {
                String trunks =
                        node.run("trunks", "--target", edge.grpc()).output().replaceAll(" +", " ");
                return trunks.contains("probed sip:%s:%d down".formatted(Carrier.ADDRESS, Carrier.FIRST_OF_PAIR_PORT))
                        && trunks.contains("probed sip:%s:%d up".formatted(Carrier.ADDRESS, Carrier.PORT));
            });
            double before = failovers();
            sipp.call(edge.sip(), calls(BOB, "+45201", 1), "trunk-probed", 1).allSucceeded(1);
            phone.finish().allSucceeded(1);
            assertThat(failovers()).isEqualTo(before);
            assertThat(second.log()).contains("sip:+45201@");
        }
    }

    private static double failovers() {
        return edge.metrics().sumOfCounters(name -> name.startsWith("p2psip_edge_trunk_failovers"));
    }

    @Test
    void callFromTheCarrierReachesThePhoneThatHasTheNumber() {
        Sipp sipp = sipp("in");
        try (CalledPhone phone = sipp.answerBehindTrunk(2);
                Kamailio carrier =
                        Carrier.at(FILES.resolve("in")).edge(edge.sip()).start()) {
            sipp.register(edge.sip(), List.of(ALICE), phone.port(), 1).allSucceeded(1);
            sipp.callFromTrunk(carrier.sip(), calls(OUTSIDER, "030100", 2), "trunk-in", 2, "X-Test: in")
                    .allSucceeded(2);
            phone.finish().allSucceeded(2);
            sipp.unregister(edge.sip(), List.of(ALICE), phone.port(), 1).allSucceeded(1);
        }
    }

    @Test
    void callOverTheRegistrationOfTheEdgeReachesThePhoneThatHasTheNumber(Node node) {
        Await.until("the edge is registered", SOON, () -> node.run("trunks", "--target", edge.grpc())
                .output()
                .contains("registered"));
        Sipp sipp = sipp("registration");
        try (CalledPhone phone = sipp.answerBehindTrunk(1)) {
            sipp.register(edge.sip(), List.of(DAVE), phone.port(), 1).allSucceeded(1);
            sipp.callFromTrunk(registrar.sip(), calls(OUTSIDER, Kamailio.USER, 1), "trunk-reg", 1, "X-Test: reg")
                    .allSucceeded(1);
            phone.finish().allSucceeded(1);
            sipp.unregister(edge.sip(), List.of(DAVE), phone.port(), 1).allSucceeded(1);
        }
    }

    @Test
    void callsBeyondTheRateOfATrunkAreRefusedWithTheTimeToComeAgain() {
        try (Kamailio carrier = Carrier.at(FILES.resolve("rate")).start();
                SipProbe probe = new SipProbe(edge.sip())) {
            Answered refused = Await.value("a refusal", SOON, () -> {
                Answered answered = call(probe, BOB, "+7495");
                assertThat(answered.status()).isIn(404, 503);
                return Optional.of(answered).filter(a -> a.status() == 503);
            });
            assertThat(refused.response().header("Retry-After")).isPresent();
            assertThat(refused.response().header("Reason"))
                    .hasValueSatisfying(reason -> assertThat(reason).contains("cause=503", "slow"));
            assertThat(carrier.log()).contains("sip:+7495@");
        }
    }

    @Test
    void callsBeyondTheNumberOfATrunkAreRefusedWithTheTimeToComeAgain() {
        try (SipProbe neverAnswers = new SipProbe(edge.sip());
                SipProbe second = new SipProbe(edge.sip());
                Kamailio carrier = Carrier.at(FILES.resolve("number"))
                        .phone(neverAnswers.localPort())
                        .start();
                SipProbe first = new SipProbe(edge.sip())) {
            CompletableFuture<Answered> held = CompletableFuture.supplyAsync(() -> call(first, ALICE, "+8131"));
            Await.until("the first call is at the carrier", SOON, () -> carrier.log()
                    .contains("sip:+8131@"));
            Answered refused = call(second, BOB, "+8132");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.response().header("Retry-After")).isPresent();
            assertThat(refused.response().header("Reason"))
                    .hasValueSatisfying(reason -> assertThat(reason).contains("narrow"));
            assertThat(held.join().status()).isGreaterThanOrEqualTo(400);
            assertThat(carrier.log()).doesNotContain("sip:+8132@");
        }
    }

    @Test
    void nobodyLeavesByATrunkWithoutPermission() {
        try (Kamailio carrier =
                        Carrier.at(FILES.resolve("fraud")).edge(edge.sip()).start();
                SipProbe probe = new SipProbe(edge.sip());
                SipProbe outside = new SipProbe(carrier.sip())) {
            SipRequest unknown = SipRequest.of(
                    "INVITE", "sip:+4977@example.org", "sip:guest@elsewhere.example", "sip:+4977@example.org");
            assertThat(probe.transact(unknown).status()).isIn(403, 407);
            assertThat(call(probe, BOB, "+3977").status()).isEqualTo(403);
            SipRequest forged = SipRequest.of("INVITE", "sip:+3977@example.org", ALICE.aor(), "sip:+3977@example.org");
            assertThat(probe.authenticated(forged, BOB.name(), BOB.password()).status())
                    .isEqualTo(403);
            // The carrier itself, whose calls may not leave again
            SipRequest around = SipRequest.of(
                    "INVITE", "sip:+4977@carrier.example", "sip:x@carrier.example", "sip:+4977@carrier.example");
            assertThat(outside.transact(around).status()).isIn(403, 404);
            assertThat(call(probe, ALICE, "+3988").status()).isEqualTo(404);
            assertThat(carrier.log()).contains("sip:003988@").doesNotContain("sip:003977@", "sip:004977@");
        }
    }

    @Test
    void trustedTrunkGetsTheAssertedIdentityAndPrivacyHidesTheCaller() {
        try (Kamailio carrier = Carrier.at(FILES.resolve("privacy")).start();
                SipProbe probe = new SipProbe(edge.sip())) {
            assertThat(call(probe, ALICE, "+1201").status()).isEqualTo(404);
            assertThat(carrier.log()).containsPattern("sip:\\+1201@.*asserted=.*" + "\\" + Carrier.ALICE_NUMBER);
            SipRequest hidden = SipRequest.of("INVITE", "sip:+4988@example.org", ALICE.aor(), "sip:+4988@example.org")
                    .with("Privacy: user;id");
            assertThat(probe.authenticated(hidden, ALICE.name(), ALICE.password())
                            .status())
                    .isEqualTo(404);
            assertThat(carrier.log())
                    .containsPattern("sip:004988@.*caller=sip:anonymous@anonymous.invalid asserted=<null>");
        }
    }

    private static Answered call(SipProbe probe, User caller, String number) {
        String callee = "sip:" + number + "@" + Node.DOMAIN;
        return probe.authenticated(
                SipRequest.of("INVITE", callee, caller.aor(), callee), caller.name(), caller.password());
    }

    private static Sipp sipp(String name) {
        return new Sipp(FILES.resolve(name), Sipp.Transport.UDP);
    }

    private static List<Sipp.Call> calls(User caller, String number, int count) {
        return Collections.nCopies(count, new Sipp.Call(caller, new User(number, Node.DOMAIN, "")));
    }
}
