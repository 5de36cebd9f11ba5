package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.aor;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** How long subscriptions to registrations last, and what ends them: RFC 6665 as far as a notifier has to do with it. */
class RegEventSubscriptionTest extends RegEventScene {
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
    void edgeThatStopsSendsItsSubscribersElsewhere() {
        subscribed();
        edge.drain();
        assertThat(state(onlyNotify())).isEqualTo("terminated;reason=deactivated");
    }
}
