package org.p2psip.edge.service.hep;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;

class TraceFilterTest {
    private final TraceFilter filter = new TraceFilter();

    private static SipMessage message(String start, String from, String to, String callId, String more) {
        byte[] bytes = (start + "\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\nMax-Forwards: 70\r\nFrom: <" + from
                        + ">;tag=1\r\nTo: <" + to + ">\r\nCall-ID: " + callId + "\r\nCSeq: 1 INVITE\r\n" + more
                        + "Content-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        return ((Decoded.Complete) SipParser.datagram(bytes, 0, bytes.length)).message();
    }

    private static SipMessage invite(String uri, String from, String to, String more) {
        return message("INVITE " + uri + " SIP/2.0", from, to, "call-1", more);
    }

    @ParameterizedTest
    @CsvSource({
        "sip:bob@example.org, sip:alice@example.org, sip:bob@example.org, ''",
        "sip:bob@example.org, sip:carol@example.org, sip:alice@EXAMPLE.org;x=y, ''",
        "sip:alice@example.org:5070, sip:carol@example.org, sip:bob@example.org, ''",
        "sip:bob@example.org, sip:anonymous@anonymous.invalid, sip:bob@example.org, alice",
    })
    void messagesOfTheUserAreTaken(String uri, String from, String to, String authenticated) {
        String credentials = authenticated.isEmpty()
                ? ""
                : "Proxy-Authorization: Digest username=\"alice\", realm=\"example.org\", nonce=\"n\", uri=\"u\","
                        + " response=\"" + "0".repeat(32) + "\"\r\n";
        assertThat(filter.add("alice@example.org")).isTrue();
        assertThat(filter.takes(invite(uri, from, to, credentials))).isTrue();
    }

    @Test
    void callOfTheUserIsTakenWholeAndOthersAreNot() {
        filter.add("alice@example.org");
        String start = "SIP/2.0 200 OK";
        assertThat(filter.takes(message(start, "sip:c@d.e", "sip:f@g.h", "call-1", "")))
                .isFalse();
        assertThat(filter.takes(invite("sip:alice@example.org", "sip:c@d.e", "sip:f@g.h", "")))
                .isTrue();
        assertThat(filter.takes(message(start, "sip:c@d.e", "sip:f@g.h", "call-1", "")))
                .isTrue();
        assertThat(filter.takes(message(start, "sip:c@d.e", "sip:f@g.h", "call-2", "")))
                .isFalse();
        filter.remove("alice@example.org");
        assertThat(filter.isEmpty()).isTrue();
        assertThat(filter.takes(message(start, "sip:c@d.e", "sip:f@g.h", "call-1", "")))
                .isFalse();
    }

    @Test
    void usersAreBounded() {
        for (int i = 0; i < TraceFilter.MAX_USERS; i++) {
            assertThat(filter.add("user" + i + "@example.org")).isTrue();
        }
        assertThat(filter.add("one-more@example.org")).isFalse();
        assertThat(filter.add("user1@example.org")).as("again").isTrue();
    }
}
