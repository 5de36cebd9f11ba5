package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;

/** What subscribers to registrations are told, and when: RFC 3680 and RFC 5628. */
class RegEventTest extends RegEventScene {
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
}
