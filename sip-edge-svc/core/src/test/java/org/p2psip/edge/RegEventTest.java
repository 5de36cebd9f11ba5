package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.request;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.regevent.RegEventConfig;

/** Subscriptions to registrations: RFC 3680, RFC 5628, and RFC 6665 as far as a notifier has to do with it. */
class RegEventTest {
    private static final String WATCHER = "198.51.100.44:5099";
    private static final Duration THROTTLE = Duration.ofSeconds(5);

    private EdgeHarness edge = EdgeHarness.withoutAuthentication();
    private int sequence;

    @BeforeEach
    void bobIsRegistered() {
        bob("desk", 3600, 1);
    }

    private void bob(String name, long expires, long cseq) {
        edge.overlay.put(
                aor("bob"),
                new Binding(name, "sip:" + name + "@" + BOB, 1000, expires, List.of(), "reg-" + name, cseq, ""));
    }

    private void gone(String name) {
        List<Binding> left = edge.overlay.bindingsOf(aor("bob")).stream()
                .filter(binding -> !binding.key().equals(name))
                .toList();
        edge.overlay.clear(aor("bob"));
        left.forEach(binding -> edge.overlay.put(aor("bob"), binding));
    }

    private String subscribe(String... changes) {
        sequence++;
        Map<String, String> headers = new HashMap<>();
        headers.put("Via", "SIP/2.0/UDP " + WATCHER + ";rport;branch=z9hG4bK-sub-" + sequence);
        headers.put("From", "<sip:bob@example.org>;tag=watcher");
        headers.put("To", "<sip:bob@example.org>");
        headers.put("Call-ID", "sub-1");
        headers.put("CSeq", sequence + " SUBSCRIBE");
        headers.put("Contact", "<sip:watcher@10.0.0.7:5099>");
        headers.put("Event", "reg");
        headers.put("Expires", "600");
        String uri = "sip:bob@example.org";
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i].equals("uri")) {
                uri = changes[i + 1];
            } else {
                headers.put(changes[i], changes[i + 1]);
            }
        }
        return request("SUBSCRIBE", uri, WATCHER, headers);
    }

    /** What the subscriber gets: the response, and the NOTIFYs behind it. */
    private List<Sent> send(String subscribe) {
        edge.udp(WATCHER, subscribe);
        return edge.sent();
    }

    private SipMessage refused(String... changes) {
        List<Sent> sent = send(subscribe(changes));
        assertThat(sent).hasSize(1);
        return sent.getFirst().message();
    }

    /** Subscribes, and accepts the first NOTIFY. */
    private SipMessage subscribed(String... changes) {
        List<Sent> sent = send(subscribe(changes));
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst().message().status()).isEqualTo(200);
        accept(sent.get(1).message());
        return sent.getFirst().message();
    }

    private void accept(SipMessage notify) {
        answer(notify, 200);
    }

    private void answer(SipMessage notify, int status) {
        edge.udp(WATCHER, response(notify, status, null));
    }

    private String inDialog(SipMessage ok, String expires, String... more) {
        String[] changes = new String[more.length + 6];
        changes[0] = "uri";
        changes[1] = ok.contacts().getFirst().uriText();
        changes[2] = "To";
        changes[3] = ok.header(Header.TO);
        changes[4] = "Expires";
        changes[5] = expires;
        System.arraycopy(more, 0, changes, 6, more.length);
        return subscribe(changes);
    }

    /** The one NOTIFY since the last look, and its retransmissions. */
    private SipMessage onlyNotify() {
        List<Sent> sent = edge.sent();
        assertThat(sent).isNotEmpty();
        SipMessage notify = sent.getFirst().message();
        assertThat(sent).allMatch(one -> Arrays.equals(one.bytes(), notify.bytes()));
        assertThat(notify.method()).isEqualTo("NOTIFY");
        return notify;
    }

    private static String body(SipMessage notify) {
        return new String(notify.body(), StandardCharsets.UTF_8);
    }

    private static String state(SipMessage notify) {
        return notify.header("Subscription-State");
    }

    @Test
    void subscriberIsToldAllContactsAtOnceWhereItSubscribedFrom() {
        List<Sent> sent = send(subscribe());
        SipMessage ok = sent.getFirst().message();
        assertThat(ok.header(Header.EXPIRES)).isEqualTo("600");
        Sent notified = sent.get(1);
        assertThat(notified.toText()).isEqualTo(WATCHER);
        SipMessage notify = notified.message();
        assertThat(notify.requestUri()).isEqualTo("sip:watcher@10.0.0.7:5099");
        assertThat(notify.header(Header.EVENT)).isEqualTo("reg");
        assertThat(state(notify)).isEqualTo("active;expires=600");
        assertThat(notify.header(Header.CONTENT_TYPE)).isEqualTo("application/reginfo+xml");
        assertThat(notify.from().tag()).isEqualTo(ok.to().tag());
        assertThat(notify.to().tag()).isEqualTo("watcher");
        assertThat(notify.callId()).isEqualTo("sub-1");
        assertThat(body(notify))
                .contains("version=\"0\" state=\"full\"")
                .contains("aor=\"sip:bob@example.org\"")
                .contains("state=\"active\" event=\"registered\" expires=\"3600\" callid=\"reg-desk\" cseq=\"1\"")
                .contains("<uri>sip:desk@" + BOB + "</uri>");
    }

    @Test
    void subscriberOnAStreamIsToldOverItAndByItsContactWhenItIsGone() {
        Flow stream = new Flow(Transport.TCP, EdgeHarness.address(WATCHER), 7);
        byte[] subscribe = EdgeHarness.wire(subscribe(
                "Via", "SIP/2.0/TCP " + WATCHER + ";branch=z9hG4bKt", "Contact", "<sip:w@192.0.2.99;transport=tcp>"));
        edge.receive(stream, SipParser.datagram(subscribe, 0, subscribe.length));
        Sent overStream = edge.sent().get(1);
        assertThat(overStream.flow()).isEqualTo(stream);
        edge.sendFailed(overStream);
        assertThat(edge.onlySent().toText()).isEqualTo("192.0.2.99:5060");
    }

    @Test
    void documentIsOneThatAnXmlParserReads() throws Exception {
        edge.overlay.put(
                aor("bob"),
                new Binding("k", "sip:a&b'@" + BOB, 250, 60, List.of(), "c<\"\u0001>", 7, "", "urn:uuid:1", 2, 1));
        byte[] body = send(subscribe()).get(1).message().body();
        org.w3c.dom.Document document = javax.xml.parsers.DocumentBuilderFactory.newNSInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(body));
        org.w3c.dom.Element contact = (org.w3c.dom.Element)
                document.getElementsByTagNameNS("*", "contact").item(1);
        assertThat(contact.getNamespaceURI()).isEqualTo("urn:ietf:params:xml:ns:reginfo");
        assertThat(contact.getAttribute("q")).isEqualTo("0.250");
        assertThat(contact.getAttribute("callid")).isEqualTo("c<\"?>");
        assertThat(contact.getElementsByTagNameNS("*", "uri").item(0).getTextContent())
                .isEqualTo("sip:a&b'@" + BOB);
        assertThat(contact.getElementsByTagNameNS("*", "unknown-param").item(0).getTextContent())
                .isEqualTo("\"<urn:uuid:1>\"");
        org.w3c.dom.Element gruu =
                (org.w3c.dom.Element) contact.getElementsByTagNameNS("urn:ietf:params:xml:ns:gruuinfo", "pub-gruu")
                        .item(0);
        assertThat(gruu.getAttribute("uri")).isEqualTo("sip:bob@example.org;gr=urn:uuid:1");
    }

    @Test
    void changeIsToldWithTheContactsThatChanged() {
        subscribed();
        edge.pass(THROTTLE);
        bob("mobile", 120, 1);
        SipMessage notify = edge.changed(aor("bob")).onlySent().message();
        assertThat(notify.cseq().number()).isEqualTo(2);
        assertThat(body(notify))
                .contains("version=\"1\" state=\"partial\"")
                .contains("event=\"registered\" expires=\"120\"")
                .doesNotContain("desk");
        accept(notify);

        edge.pass(THROTTLE);
        bob("desk", 3600, 2);
        gone("mobile");
        SipMessage next = edge.changed(aor("bob")).onlySent().message();
        assertThat(body(next))
                .contains("version=\"2\"")
                .contains("state=\"active\" event=\"refreshed\"")
                .contains("state=\"terminated\" event=\"unregistered\"");
    }

    @Test
    void registrationAtTheSameEdgeIsToldWithoutAnEvent() {
        subscribed();
        edge.pass(THROTTLE);
        edge.udp(ALICE, Messages.register(Map.of("To", "<sip:bob@example.org>")));
        assertThat(edge.requests()).hasSize(1).allMatch(sent -> body(sent.message())
                .contains("alice@" + ALICE));
    }

    @Test
    void lastContactThatGoesTerminatesTheRegistration() {
        subscribed();
        edge.pass(THROTTLE);
        gone("desk");
        assertThat(body(edge.changed(aor("bob")).onlySent().message()))
                .containsPattern("<registration [^>]*state=\"terminated\"")
                .contains("event=\"unregistered\"");
    }

    @Test
    void contactThatExpiresIsToldThoughNobodySaysSo() {
        bob("mobile", 60, 1);
        subscribed();
        edge.pass(Duration.ofSeconds(60));
        assertThat(edge.sent()).isEmpty();
        gone("mobile");
        edge.pass(Duration.ofSeconds(2));
        assertThat(body(onlyNotify()))
                .contains("state=\"terminated\" event=\"expired\"")
                .contains("mobile");
    }

    @Test
    void changesWithinFiveSecondsAreToldTogether() {
        subscribed();
        bob("mobile", 120, 1);
        edge.changed(aor("bob"));
        bob("tablet", 120, 1);
        edge.changed(aor("bob"));
        assertThat(edge.sent()).isEmpty();
        edge.pass(THROTTLE);
        assertThat(body(onlyNotify())).contains("mobile").contains("tablet");
    }

    @Test
    void changeWhileANotifyIsUnansweredWaitsForTheAnswer() {
        List<Sent> sent = send(subscribe());
        edge.pass(Duration.ofMillis(100));
        bob("mobile", 120, 1);
        edge.changed(aor("bob"));
        assertThat(edge.sent()).isEmpty();
        accept(sent.get(1).message());
        edge.pass(THROTTLE);
        assertThat(body(onlyNotify())).contains("mobile");
    }

    @Test
    void changeBackAndForthIsNoNews() {
        subscribed();
        edge.pass(THROTTLE);
        edge.changed(aor("bob"));
        assertThat(edge.sent()).isEmpty();
    }

    @Test
    void refreshProlongsAndTellsAll() {
        SipMessage ok = subscribed();
        edge.pass(Duration.ofSeconds(500));
        List<Sent> sent = send(inDialog(ok, "600"));
        assertThat(sent.getFirst().message().status()).isEqualTo(200);
        assertThat(body(sent.get(1).message())).contains("version=\"1\" state=\"full\"");
        accept(sent.get(1).message());
        edge.pass(Duration.ofSeconds(599)).sent();
        edge.pass(Duration.ofSeconds(2));
        assertThat(state(onlyNotify())).isEqualTo("terminated;reason=timeout");
    }

    @Test
    void refreshTellsWhatNoEventTold() {
        SipMessage ok = subscribed();
        bob("mobile", 120, 1);
        edge.pass(Duration.ofSeconds(60));
        assertThat(edge.sent()).isEmpty();
        assertThat(body(send(inDialog(ok, "600")).get(1).message())).contains("mobile");
    }

    @Test
    void subscriptionThatExpiresEndsWithANotify() {
        SipMessage ok = subscribed();
        edge.pass(Duration.ofSeconds(601));
        SipMessage notify = onlyNotify();
        assertThat(state(notify)).isEqualTo("terminated;reason=timeout");
        accept(notify);
        assertThat(send(inDialog(ok, "600")).getFirst().message().status()).isEqualTo(481);
    }

    @Test
    void expiresZeroEndsItAndOutsideOfADialogFetches() {
        SipMessage ok = subscribed();
        List<Sent> ended = send(inDialog(ok, "0"));
        assertThat(ended.getFirst().message().header(Header.EXPIRES)).isEqualTo("0");
        assertThat(state(ended.get(1).message())).isEqualTo("terminated;reason=timeout");
        accept(ended.get(1).message());

        List<Sent> fetched = send(subscribe("Call-ID", "fetch", "Expires", "0"));
        assertThat(state(fetched.get(1).message())).isEqualTo("terminated;reason=timeout");
        assertThat(body(fetched.get(1).message())).contains("desk");
        accept(fetched.get(1).message());
        edge.changed(aor("bob"));
        assertThat(edge.sent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 404, 603})
    void subscriberThatRefusesIsNotToldAnyMore(int status) {
        List<Sent> sent = send(subscribe());
        answer(sent.get(1).message(), status);
        edge.pass(THROTTLE);
        bob("mobile", 120, 1);
        edge.changed(aor("bob"));
        assertThat(edge.sent()).isEmpty();
        assertThat(send(inDialog(sent.getFirst().message(), "600"))
                        .getFirst()
                        .message()
                        .status())
                .isEqualTo(481);
    }

    @Test
    void subscriberThatCannotForTheMomentIsToldTheNextChange() {
        List<Sent> sent = send(subscribe());
        answer(sent.get(1).message(), 503);
        edge.pass(THROTTLE);
        bob("mobile", 120, 1);
        assertThat(body(edge.changed(aor("bob")).onlySent().message())).contains("mobile");
    }

    @Test
    void subscriberThatIsSilentIsForgotten() {
        SipMessage ok = send(subscribe()).getFirst().message();
        edge.pass(Duration.ofSeconds(33)).sent();
        assertThat(send(inDialog(ok, "600")).getFirst().message().status()).isEqualTo(481);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Event   | presence             | Event   | presence
            Accept  | application/pidf+xml | Status  | 406
            Expires | 59                   | Status  | 423
            Contact | <tel:+12025550100>   | Status  | 400
            """)
    void whatCannotBeServedIsRefused(String header, String value, String what, String status) {
        if (what.equals("Event")) {
            List<Sent> sent = send(subscribe(header, value));
            assertThat(sent).as("another package goes to the phone").hasSize(1);
            assertThat(sent.getFirst().toText()).isEqualTo(BOB);
        } else {
            assertThat(refused(header, value).status()).isEqualTo(Integer.parseInt(status));
        }
    }

    @Test
    void refusalsTellWhatWouldDo() {
        assertThat(refused("Expires", "59").header(Header.MIN_EXPIRES)).isEqualTo("60");
        assertThat(refused("Accept", "text/plain").header(Header.ACCEPT)).isEqualTo("application/reginfo+xml");
        SipMessage badEvent = refused("uri", "sip:192.0.2.1:5060", "Event", "presence");
        assertThat(badEvent.status()).isEqualTo(489);
        assertThat(badEvent.header(Header.ALLOW_EVENTS)).isEqualTo("reg");
        assertThat(refused("uri", "sip:example.org").status()).isEqualTo(404);
    }

    @Test
    void longSubscriptionIsShortenedAndOneWithoutATimeGetsThatOfThePackage() {
        assertThat(subscribed("Expires", "999999").header(Header.EXPIRES)).isEqualTo("86400");
        assertThat(subscribed("Call-ID", "two", "Expires", "").header(Header.EXPIRES))
                .isEqualTo("3761");
    }

    @Test
    void oldRequestOfTheDialogIsRefused() {
        SipMessage ok = subscribed();
        assertThat(send(inDialog(
                                ok, "600", "CSeq", "1 SUBSCRIBE", "Via", "SIP/2.0/UDP " + WATCHER + ";branch=z9hG4bKo"))
                        .getFirst()
                        .message()
                        .status())
                .isEqualTo(500);
    }

    @Test
    void subscriptionThatThisEdgeDoesNotKnowIsA481() {
        assertThat(refused("uri", "sip:192.0.2.1:5060", "To", "<sip:bob@example.org>;tag=lost")
                        .status())
                .isEqualTo(481);
    }

    @Test
    void proxiesOnTheWayStayInTheDialog() {
        List<Sent> sent = send(subscribe("Record-Route", "<sip:192.0.2.77;lr>, <sip:192.0.2.78;lr>"));
        assertThat(sent.getFirst().message().values(Header.RECORD_ROUTE))
                .containsExactly("<sip:192.0.2.77;lr>", "<sip:192.0.2.78;lr>");
        assertThat(sent.get(1).toText()).isEqualTo("192.0.2.77:5060");
        assertThat(sent.get(1).message().values(Header.ROUTE))
                .containsExactly("<sip:192.0.2.77;lr>", "<sip:192.0.2.78;lr>");
    }

    @Test
    void unavailableOverlayIsA503AndLaterChangesAreAskedForAgain() {
        edge.overlay.setDown(true);
        assertThat(refused().status()).isEqualTo(503);
        edge.overlay.setDown(false);
        subscribed();
        edge.pass(THROTTLE);
        bob("mobile", 120, 1);
        edge.overlay.setDown(true);
        edge.changed(aor("bob"));
        assertThat(edge.sent()).isEmpty();
        edge.overlay.setDown(false);
        edge.pass(Duration.ofSeconds(6));
        assertThat(body(onlyNotify())).contains("mobile");
    }

    @Test
    void tooManySubscriptionsAreRefusedAndCounted() {
        TestConfig config = new TestConfig();
        config.regEvent = new RegEventConfig(Set.of(), 60, 3600, 1);
        edge = config.start();
        subscribed();
        assertThat(refused("Call-ID", "two").status()).isEqualTo(503);
        assertThat(edge.edge.counters().get(EdgeCounter.LIMIT_SUBSCRIPTIONS)).isEqualTo(1);
    }

    @Test
    void edgeThatStopsSendsItsSubscribersElsewhere() {
        subscribed();
        edge.drain();
        assertThat(state(onlyNotify())).isEqualTo("terminated;reason=deactivated");
    }

    @Test
    void userHimselfAndWatchersMaySubscribeOthersNot() {
        TestConfig config = TestConfig.withDigest();
        config.regEvent = new RegEventConfig(Set.of(aor("watcher")), 60, 3600, 10);
        edge = config.start();
        bob("desk", 3600, 1);
        for (String user : List.of("bob", "watcher", "alice")) {
            String ha1 = Ha1.of(DigestAlgorithm.MD5, user, EdgeHarness.DOMAIN, "secret");
            edge.overlay.enroll(aor(user), Map.of("MD5", ha1));
        }
        assertThat(statusFor("bob")).isEqualTo(200);
        assertThat(statusFor("watcher")).isEqualTo(200);
        assertThat(statusFor("alice")).isEqualTo(403);
    }

    private int statusFor(String user) {
        SipMessage challenge = refused("Call-ID", user);
        assertThat(challenge.status()).isEqualTo(401);
        String proof = new Phone(user, "secret")
                .answer(DigestAlgorithm.MD5, "SUBSCRIBE", "sip:bob@example.org", Phone.nonce(challenge), 1);
        return send(subscribe("Call-ID", user, "Authorization", proof))
                .getFirst()
                .message()
                .status();
    }
}
