package org.p2psip.edge.uac;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.Counters;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeTestConfig;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;

class UserAgentClientTest {
    private static final Hop FIRST = new Hop(Transport.UDP, new InetSocketAddress("198.51.100.7", 5060));
    private static final Hop SECOND = new Hop(Transport.TCP, new InetSocketAddress("198.51.100.8", 5060));

    private final List<EdgeCommand.SendTo> sent = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final CurrentTime time = new CurrentTime();
    private final TimerQueue timers = new TimerQueue(time);
    private final TransactionTable table = new TransactionTable(
            new TransactionContext(command -> sent.add((EdgeCommand.SendTo) command), time, timers, new Counters()),
            100,
            7,
            11);
    private List<Hop> hops = List.of(FIRST, SECOND);
    private final UserAgentClient client = new UserAgentClient(
            new TransactionContext(command -> sent.add((EdgeCommand.SendTo) command), time, timers, new Counters()),
            table,
            (uri, answer) -> answer.accept(hops),
            new OwnAddress(EdgeTestConfig.plain()),
            new Agenda(time, timers),
            new Random(3));
    private final DigestClient login = new DigestClient("user", "secret", "", new Random(4));

    @Test
    void requestHasAllThatItMustAndItsAnswerIsTold() {
        client.send(options().withContact("edge"), null, seconds(10), outcomes::add);
        SipMessage request = request();
        assertThat(request.method()).isEqualTo("OPTIONS");
        assertThat(request.callId()).isEqualTo("call");
        assertThat(request.cseq().number()).isEqualTo(5);
        assertThat(request.maxForwards()).isEqualTo(70);
        assertThat(request.contacts().getFirst().uriText()).isEqualTo("sip:edge@192.0.2.1:5060;transport=udp");
        assertThat(request.header("Accept")).isEqualTo("application/sdp");
        answer(request, 200);
        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(
                        answered.response().status())
                .isEqualTo(200));
        assertThat(((Outcome.Answered) outcomes.getFirst()).hop()).isEqualTo(FIRST);
    }

    @Test
    void challengeIsAnsweredOnceWithAHigherCSeq() {
        client.send(options(), login, seconds(10), outcomes::add);
        challenge(request(), "n1");
        SipMessage signed = request();
        assertThat(signed.cseq().number()).isEqualTo(6);
        assertThat(signed.header(Header.AUTHORIZATION)).contains("nonce=\"n1\"").contains("nc=00000001");
        challenge(signed, "n2");
        assertThat(outcomes).singleElement().isInstanceOfSatisfying(Outcome.Answered.class, answered -> {
            assertThat(answered.response().status()).isEqualTo(401);
            assertThat(answered.cseq()).isEqualTo(6);
        });
    }

    @Test
    void nextRequestIsSignedBeforeItIsChallenged() {
        client.send(options(), login, seconds(10), outcomes::add);
        challenge(request(), "n1");
        answer(request(), 200);
        client.send(options(), login, seconds(10), outcomes::add);
        SipMessage signed = request();
        assertThat(signed.header(Header.AUTHORIZATION)).contains("nc=00000002");
        challenge(signed, "n2");
        assertThat(request().header(Header.AUTHORIZATION)).contains("nonce=\"n2\"");
    }

    @Test
    void hostThatCannotBeSentToIsFollowedByTheNext() {
        client.send(options(), null, seconds(10), outcomes::add);
        table.sendFailed(sent.removeFirst().failureToken());
        EdgeCommand.SendTo second = sent.getFirst();
        assertThat(second.transport()).isEqualTo(Transport.TCP);
        table.sendFailed(second.failureToken());
        assertThat(outcomes).containsExactly(new Outcome.NotSent(5));
    }

    @Test
    void hostWithoutAnAddressIsToldAsNotSent() {
        hops = List.of();
        client.send(options(), null, seconds(10), outcomes::add);
        assertThat(outcomes).containsExactly(new Outcome.NotSent(5));
    }

    @Test
    void silenceEndsAtTheTimeGiven() {
        client.send(options(), null, seconds(3), outcomes::add);
        pass(Duration.ofMillis(2990));
        assertThat(outcomes).isEmpty();
        pass(Duration.ofMillis(20));
        assertThat(outcomes).containsExactly(new Outcome.TimedOut(5));
        assertThat(table.size()).isZero();
        pass(Duration.ofSeconds(60));
        assertThat(outcomes).hasSize(1);
    }

    private static ClientRequest options() {
        SipUri uri = SipUri.parse("sip:198.51.100.7").orElseThrow();
        return ClientRequest.of(
                "OPTIONS",
                uri,
                "<sip:example.org>;tag=t",
                "<sip:198.51.100.7>",
                "call",
                5,
                List.of(new ClientRequest.HeaderLine("Accept", "application/sdp")));
    }

    private SipMessage request() {
        SipMessage request = parsed(sent.getLast().message());
        sent.clear();
        return request;
    }

    private void challenge(SipMessage request, String nonce) {
        answer(request, 401, "WWW-Authenticate: Digest realm=\"r\", nonce=\"" + nonce + "\", qop=\"auth\"");
    }

    private void answer(SipMessage request, int status, String... headers) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Reason\r\nVia: " + request.header(Header.VIA)
                + "\r\nFrom: " + request.header(Header.FROM) + "\r\nTo: " + request.header(Header.TO) + ";tag=x\r\n"
                + "Call-ID: " + request.callId() + "\r\nCSeq: " + request.cseq() + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        SipMessage response =
                parsed(text.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        assertThat(UserAgentClient.isOwn(response)).isTrue();
        assertThat(table.received(response)).isTrue();
    }

    private static SipMessage parsed(byte[] bytes) {
        return ((Decoded.Complete) SipParser.datagram(bytes, 0, bytes.length)).message();
    }

    private void pass(Duration duration) {
        long end = time.nanos() + duration.toNanos();
        while (timers.nextDeadline() <= end) {
            time.advanceTo(timers.nextDeadline());
            timers.fireDue();
        }
        time.advanceTo(end);
    }

    private static long seconds(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }
}
