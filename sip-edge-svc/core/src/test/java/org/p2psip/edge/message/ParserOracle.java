package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.message.TortureMessages.message;
import static org.p2psip.edge.message.TortureMessages.text;

import java.util.ArrayList;
import java.util.List;

/**
 * What holds whatever bytes came in: what is accepted reads and writes back as it was, before and after an edge has
 * changed it, and what is refused can be answered.
 */
final class ParserOracle {
    private ParserOracle() {}

    /** Checks what a datagram of that length was taken for; says whether it was accepted. */
    static boolean datagram(Decoded decoded, int length) {
        switch (decoded) {
            case Decoded.Complete complete -> holds(complete.message());
            case Decoded.Malformed malformed -> canBeAnswered(malformed.answerable(), malformed.status());
            case Decoded.Refused refused -> canBeAnswered(refused.answerable(), refused.status());
            case Decoded.KeepAlive keepAlive -> assertThat(keepAlive.consumed()).isEqualTo(length);
            case Decoded.Stun stun -> assertThat(stun.consumed()).isEqualTo(length);
            case Decoded.Incomplete incomplete -> throw new AssertionError("A datagram is never incomplete");
        }
        return decoded instanceof Decoded.Complete;
    }

    /** What a stream says when it comes in chunks of that size. */
    static List<String> texts(StreamFramer framer, byte[] stream, int chunk) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < stream.length; i += chunk) {
            for (Decoded decoded : framer.feed(stream, i, Math.min(chunk, stream.length - i))) {
                texts.add(
                        switch (decoded) {
                            case Decoded.Complete complete ->
                                text(complete.message().bytes());
                            case Decoded.Malformed malformed -> malformed.status() + malformed.reason();
                            case Decoded.Refused refused -> refused.status() + refused.reason();
                            case Decoded.KeepAlive keepAlive -> "keepalive " + keepAlive.consumed();
                            case Decoded.Stun stun -> "stun " + stun.consumed();
                            case Decoded.Incomplete incomplete -> throw new AssertionError(incomplete);
                        });
            }
        }
        return texts;
    }

    private static void holds(SipMessage message) {
        assertThat(message.edit().toBytes()).isEqualTo(message.bytes());
        assertThat(message.topVia().host()).isNotEmpty();
        assertThat(message.callId()).isNotEmpty();
        assertThat(message.cseq().number()).isBetween(0L, CSeq.MAX_NUMBER);
        assertThat(message.maxForwards()).isBetween(-1, 255);
        assertThat(message.from().uriText()).contains(":");
        assertThat(message.to().uriText()).contains(":");
        assertThat(message.method()).isNotEmpty();
        assertThat(message.expires()).isGreaterThanOrEqualTo(-1);
        readLists(message);

        SipMessage again = message(message.edit()
                .prepend(Header.VIA, "SIP/2.0/UDP edge.example.org;branch=z9hG4bKedge")
                .set(Header.MAX_FORWARDS, "12")
                .set(Header.CONTENT_LENGTH, Integer.toString(message.bodyLength()))
                .toBytes());
        assertThat(again.topVia().branch()).isEqualTo("z9hG4bKedge");
        assertThat(again.maxForwards()).isEqualTo(12);
        assertThat(again.values(Header.VIA).subList(1, again.values(Header.VIA).size()))
                .isEqualTo(message.values(Header.VIA));
        assertThat(again.callId()).isEqualTo(message.callId());
        assertThat(again.cseq()).isEqualTo(message.cseq());
        assertThat(again.from()).hasToString(message.from().toString());
        assertThat(again.to()).hasToString(message.to().toString());
        assertThat(again.requestUri()).isEqualTo(message.requestUri());
        assertThat(again.status()).isEqualTo(message.status());
        assertThat(again.reason()).isEqualTo(message.reason());
        assertThat(again.body()).isEqualTo(message.body());
        if (message.isRequest()) {
            canBeAnswered(message, 404);
        }
    }

    private static void readLists(SipMessage message) {
        try {
            for (NameAddr contact : message.contacts()) {
                SipUri uri = contact.uri();
                assertThat(contact.q()).isBetween(-1, 1000);
                if (uri != null) {
                    SipUri key = SipUri.parse(uri.canonicalKey()).orElseThrow();
                    assertThat(key.equivalent(uri)).isTrue();
                    assertThat(SipUri.parse(uri.asRequestUri())).isPresent();
                }
            }
            assertThat(message.vias().getFirst()).isEqualTo(message.topVia());
            assertThat(message.routes().size()).isGreaterThanOrEqualTo(message.count(Header.ROUTE));
        } catch (MalformedHeaderException malformed) {
            assertThat(malformed.header()).isIn(Header.CONTACT, Header.VIA, Header.ROUTE);
        }
    }

    private static void canBeAnswered(SipMessage request, int status) {
        if (request != null) {
            byte[] response = ResponseBuilder.of(request, status, null)
                    .toTag("t")
                    .topViaReceived("192.0.2.9", 5099)
                    .toBytes();
            assertThat(request.topVia().host()).isNotEmpty();
            assertThat(text(response)).startsWith("SIP/2.0 " + status + " ").endsWith("Content-Length: 0\r\n\r\n");
        }
    }
}
