package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.inDialog;
import static org.p2psip.edge.Messages.request;
import static org.p2psip.edge.TrunkScene.A1;
import static org.p2psip.edge.TrunkScene.B1;
import static org.p2psip.edge.TrunkScene.inbound;
import static org.p2psip.edge.TrunkScene.trunkB;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.trunk.TrunkConfig;

/** What is changed in the messages of a trunk's dialogs: credentials, numbers of requests, topology. */
class TrunkDialogTest {
    private static final String GW = "Contact: <sip:gw@" + A1 + ">";
    private static final String CHALLENGE = "Digest realm=\"trunk.example\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"";

    private static TrunkScene scene(TrunkFile.Trunk trunk) {
        return new TrunkScene(new TrunkFile()
                .trunk(trunk)
                .route("+", trunk.config().name())
                .number("+4930555", 7, "bob")
                .number("+4930111", 7, "alice"));
    }

    private static TrunkFile.Trunk withLogin() {
        TrunkFile.Trunk trunk = new TrunkFile.Trunk("a").host("sip:" + A1, 0, 1).source("198.51.100.51/32");
        trunk.login = new TrunkConfig.Login("line1", "secret");
        return trunk;
    }

    @ParameterizedTest
    @CsvSource({"401, WWW-Authenticate, Authorization", "407, Proxy-Authenticate, Proxy-Authorization"})
    void challengeOfTheTrunkIsAnsweredForTheCaller(int status, String asks, String answers) {
        TrunkScene scene = scene(withLogin());
        Sent first = scene.call("sip:+33123@example.org");
        scene.edge.udp(A1, response(first.message(), status, "t", asks + ": " + CHALLENGE));
        List<Sent> sent = scene.edge.requests();
        assertThat(sent).extracting(one -> one.message().method()).containsExactly("ACK", "INVITE");
        SipMessage ack = sent.get(0).message();
        SipMessage again = sent.get(1).message();
        assertThat(ack.cseq().number()).isEqualTo(2);
        assertThat(again.cseq().number()).isEqualTo(3);
        assertThat(again.header(Header.of(answers)))
                .contains("username=\"line1\"")
                .contains("nonce=\"n1\"");

        scene.edge.udp(A1, response(again, 183, "t", GW, "RSeq: 1"));
        SipMessage progress = scene.edge.onlyResponse();
        assertThat(progress.cseq().number()).as("what the caller sent").isEqualTo(2);
        scene.edge.udp(ALICE, inDialog("PRACK", 3, progress, Map.of("RAck", "1 2 INVITE")));
        SipMessage prack = scene.edge.requests().getFirst().message();
        assertThat(prack.cseq().number()).isEqualTo(4);
        assertThat(prack.header("RAck")).isEqualTo("1 3 INVITE");
        scene.edge.udp(A1, response(prack, 200, null));
        assertThat(scene.edge.onlyResponse().cseq().number()).isEqualTo(3);

        scene.edge.udp(A1, response(again, 200, "t", GW));
        SipMessage ok = scene.edge.onlyResponse();
        assertThat(ok.cseq().number()).isEqualTo(2);
        scene.edge.udp(ALICE, inDialog("ACK", 2, ok, Map.of()));
        assertThat(scene.edge.requests().getFirst().message().cseq().number()).isEqualTo(3);
        scene.edge.udp(ALICE, inDialog("BYE", 4, ok, Map.of()));
        SipMessage bye = scene.edge.requests().getFirst().message();
        assertThat(bye.cseq().number()).isEqualTo(5);
        assertThat(bye.header(Header.of(answers))).contains("nc=00000003");
        scene.edge.udp(A1, response(bye, 200, null));
        assertThat(scene.edge.onlyResponse().cseq().number()).isEqualTo(4);
    }

    @Test
    void nextCallIsSignedBeforeItIsChallengedAndKeepsItsNumbers() {
        TrunkScene scene = scene(withLogin());
        Sent first = scene.call("sip:+33123@example.org");
        scene.edge.udp(A1, response(first.message(), 407, "t", "Proxy-Authenticate: " + CHALLENGE));
        scene.edge.udp(A1, response(scene.edge.requests().get(1).message(), 486, "t"));
        scene.edge.sent();
        SipMessage next = scene.call("sip:+33123@example.org").message();
        assertThat(next.cseq().number()).isEqualTo(2);
        assertThat(next.header(Header.PROXY_AUTHORIZATION)).contains("nc=00000002");
    }

    @Test
    void requestInsideTheDialogThatIsChallengedGoesAgainUnderItsNumber() {
        TrunkScene scene = scene(withLogin());
        Sent out = scene.call("sip:+33123@example.org");
        scene.edge.udp(A1, response(out.message(), 200, "t", GW));
        SipMessage ok = scene.edge.onlyResponse();
        scene.edge.udp(ALICE, inDialog("BYE", 4, ok, Map.of()));
        SipMessage bye = scene.edge.requests().getFirst().message();
        scene.edge.udp(A1, response(bye, 407, null, "Proxy-Authenticate: " + CHALLENGE));
        SipMessage again = scene.edge.requests().getFirst().message();
        assertThat(again.method()).isEqualTo("BYE");
        assertThat(again.cseq().number()).isEqualTo(4);
        assertThat(again.header(Header.PROXY_AUTHORIZATION)).contains("nonce=\"n1\"");
    }

    @Test
    void callerIsNotAskedForTheTrunksPassword() {
        TrunkScene scene = scene(trunkB());
        Sent out = scene.call("sip:+33123@example.org");
        scene.edge.udp(B1, response(out.message(), 407, "t", "Proxy-Authenticate: " + CHALLENGE));
        SipMessage refusal = scene.edge.sent().getLast().message();
        assertThat(refusal.status()).isEqualTo(500);
        assertThat(refusal.count(Header.PROXY_AUTHENTICATE)).isZero();
    }

    private static TrunkFile.Trunk hiding() {
        TrunkFile.Trunk trunk = new TrunkFile.Trunk("a").host("sip:" + A1, 0, 1).source("198.51.100.51/32");
        trunk.hideTopology = true;
        return trunk;
    }

    @Test
    void trunkThatIsCalledSeesNothingOfWhatIsBehindTheEdge() {
        TrunkScene scene = scene(hiding());
        String inner = "<sip:10.1.1.1;lr>";
        SipMessage out = scene.call("sip:+33123@example.org", Map.of("Record-Route", inner, "User-Agent", "Desk 7"))
                .message();
        assertThat(text(out))
                .doesNotContain("198.51.100.1:")
                .doesNotContain("10.1.1.1")
                .doesNotContain("Desk 7");
        assertThat(out.vias()).allMatch(via -> via.host().equals("192.0.2.1"));
        assertThat(out.contacts().getFirst().uri().host()).isEqualTo("192.0.2.1");

        scene.edge.udp(A1, response(out, 200, "t", GW));
        Sent ok = scene.edge.onlySent();
        assertThat(ok.toText()).isEqualTo(ALICE);
        assertThat(ok.message().topVia().host()).isEqualTo("198.51.100.1");
        assertThat(ok.message().values(Header.RECORD_ROUTE)).endsWith(inner).hasSize(2);

        scene.edge.udp(
                ALICE,
                inDialog(
                        "ACK",
                        2,
                        ok.message(),
                        Map.of("Route", ok.message().values(Header.RECORD_ROUTE).getFirst())));
        SipMessage ack = scene.edge.requests().getFirst().message();
        assertThat(ack.requestUri()).isEqualTo("sip:gw@" + A1);
        assertThat(text(ack)).doesNotContain("198.51.100.1:");

        scene.edge.udp(A1, fromTrunk("BYE", out, ok.message()));
        Sent bye = scene.edge.requests().getFirst();
        assertThat(bye.message().requestUri()).isEqualTo("sip:alice@" + ALICE);
        assertThat(bye.message().values(Header.ROUTE)).containsExactly(inner);
        assertThat(bye.toText()).isEqualTo("10.1.1.1:5060");
    }

    @Test
    void trunkThatCallsSeesNothingOfWhatIsBehindTheEdge() {
        TrunkScene scene = scene(hiding());
        scene.edge.udp(A1, inbound(A1, "sip:+4930555@192.0.2.1", Map.of()));
        SipMessage forwarded = scene.edge.requests().getFirst().message();
        String behind = response(forwarded, 200, "t", "Contact: <sip:bob@" + BOB + ">", "Server: Desk 9")
                .replaceFirst("Record-Route: ", "Record-Route: <sip:10.1.1.2;lr>, <sip:10.1.1.1;lr>, ");
        scene.edge.udp(BOB, behind);
        SipMessage ok = scene.edge.onlyResponse();
        assertThat(text(ok))
                .doesNotContain("198.51.100.2:")
                .doesNotContain("10.1.1")
                .doesNotContain("Desk 9");
        assertThat(ok.count(Header.RECORD_ROUTE)).isEqualTo(1);

        scene.edge.udp(
                A1,
                request(
                        "BYE",
                        ok.contacts().getFirst().uriText(),
                        A1,
                        Map.of(
                                "From", ok.header(Header.FROM),
                                "To", ok.header(Header.TO),
                                "Call-ID", ok.callId(),
                                "CSeq", "2 BYE",
                                "Route", ok.header(Header.RECORD_ROUTE))));
        Sent bye = scene.edge.requests().getFirst();
        assertThat(bye.message().requestUri()).isEqualTo("sip:bob@" + BOB);
        assertThat(bye.message().values(Header.ROUTE)).containsExactly("<sip:10.1.1.1;lr>", "<sip:10.1.1.2;lr>");

        scene.edge.udp(
                BOB,
                request(
                        "UPDATE",
                        "sip:gw@" + A1,
                        BOB,
                        Map.of(
                                "From", ok.header(Header.TO),
                                "To", ok.header(Header.FROM),
                                "Call-ID", ok.callId(),
                                "CSeq", "1 UPDATE",
                                "Route", forwarded.header(Header.RECORD_ROUTE))));
        Sent update = scene.edge.requests().getFirst();
        assertThat(update.toText()).isEqualTo(A1);
        assertThat(text(update.message())).doesNotContain("198.51.100.2:");
        assertThat(update.message().contacts().getFirst().uriText())
                .as("the same contact as before")
                .startsWith("sip:hidden.");
    }

    @Test
    void madeUpContactLeadsNowhere() {
        TrunkScene scene = scene(hiding());
        scene.edge.udp(A1, inbound(A1, "sip:hidden.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA@192.0.2.1", Map.of()));
        assertThat(scene.edge.onlyResponse().status()).isEqualTo(404);
    }

    private static String fromTrunk(String method, SipMessage invite, SipMessage ok) {
        return request(
                method,
                invite.contacts().getFirst().uriText(),
                A1,
                Map.of(
                        "From", ok.header(Header.TO),
                        "To", invite.header(Header.FROM),
                        "Call-ID", invite.callId(),
                        "CSeq", "1 " + method,
                        "Route", invite.header(Header.RECORD_ROUTE)));
    }

    private static String text(SipMessage message) {
        return new String(message.bytes(), StandardCharsets.ISO_8859_1);
    }
}
