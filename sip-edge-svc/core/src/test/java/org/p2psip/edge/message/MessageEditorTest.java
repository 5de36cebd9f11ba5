package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2psip.edge.message.MessageSamples.INVITE;
import static org.p2psip.edge.message.TortureMessages.message;
import static org.p2psip.edge.message.TortureMessages.text;
import static org.p2psip.edge.message.TortureMessages.torture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageEditorTest {
    private final SipMessage invite = message(INVITE);

    private static String result(MessageEditor editor) {
        return text(editor.toBytes());
    }

    @Test
    void proxyEditsTouchNothingElse() {
        String forwarded = result(invite.edit()
                .requestUri("sip:bob@192.0.2.9:5062")
                .removeFirstValue(Header.ROUTE)
                .replaceFirstValue(Header.VIA, "SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;received=192.0.2.2")
                .prepend(Header.VIA, "SIP/2.0/UDP edge.example.org;branch=z9hG4bKnew")
                .prepend(Header.RECORD_ROUTE, "<sip:edge.example.org;lr>")
                .set(Header.MAX_FORWARDS, "69"));

        assertThat(forwarded)
                .isEqualTo(
                        """
                        INVITE sip:bob@192.0.2.9:5062 SIP/2.0
                        Record-Route: <sip:edge.example.org;lr>
                        Via: SIP/2.0/UDP edge.example.org;branch=z9hG4bKnew
                        Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;received=192.0.2.2, SIP/2.0/TCP phone.example.com;branch=z9hG4bKtwo
                        Max-Forwards: 69
                        Route: <sip:next.example.org;lr>
                        From: "Alice" <sip:alice@example.org>;tag=a1
                        To: <sip:bob@example.org>
                        Call-ID: c1@192.0.2.1
                        CSeq: 1 INVITE
                        Contact: <sip:alice@192.0.2.1:5070>
                        Content-Type: text/plain
                        Content-Length: 4

                        body"""
                                .replace("\n", "\r\n"));
    }

    @Test
    void laterPrependsGoAboveEarlierOnes() {
        SipMessage edited = message(invite.edit()
                .prepend(Header.VIA, "SIP/2.0/UDP one")
                .prepend(Header.VIA, "SIP/2.0/UDP two")
                .toBytes());

        assertThat(edited.vias().stream().map(Via::host))
                .containsExactly("two", "one", "192.0.2.1", "phone.example.com");
    }

    @Test
    void appendGoesBehindTheLastOfThatNameElseToTheEnd() {
        String edited = result(invite.edit()
                .append(Header.ROUTE, "<sip:last.example.org;lr>")
                .append(Header.USER_AGENT, "p2psip")
                .append(Header.PATH, "<sip:a;lr>"));

        assertThat(edited)
                .contains("next.example.org;lr>\r\nRoute: <sip:last.example.org;lr>\r\nFrom")
                .contains("Content-Length: 4\r\nUser-Agent: p2psip\r\nPath: <sip:a;lr>\r\n\r\nbody");
    }

    @Test
    void setReplacesAllLinesAndRemoveRemovesThem() {
        SipMessage many = message(invite.edit()
                .append(Header.ROUTE, "<sip:c;lr>")
                .append(Header.ROUTE, "<sip:d;lr>")
                .toBytes());

        assertThat(message(many.edit().set(Header.ROUTE, "<sip:only;lr>").toBytes())
                        .values(Header.ROUTE))
                .containsExactly("<sip:only;lr>");
        assertThat(message(many.edit().remove(Header.ROUTE).toBytes()).count(Header.ROUTE))
                .isZero();
        assertThat(message(many.edit().set(Header.EXPIRES, "60").toBytes()).expires())
                .isEqualTo(60);
        assertThat(result(invite.edit().remove(Header.EXPIRES))).isEqualTo(INVITE);
    }

    @Test
    void firstValuesGoOneByOne() {
        MessageEditor editor = invite.edit().removeFirstValue(Header.VIA);
        assertThat(message(invite.edit().removeFirstValue(Header.VIA).toBytes()).vias())
                .singleElement()
                .extracting(Via::host)
                .isEqualTo("phone.example.com");

        assertThat(result(editor.removeFirstValue(Header.VIA).removeFirstValue(Header.VIA)))
                .isEqualTo(INVITE.replaceFirst("Via: [^\r]*\r\n", ""));
    }

    @Test
    void replacedFirstValueOfAnAbsentHeaderIsAdded() {
        assertThat(result(invite.edit().replaceFirstValue(Header.SUBJECT, "hello")))
                .contains("Content-Length: 4\r\nSubject: hello\r\n\r\nbody");
        assertThat(result(invite.edit().replaceFirstValue(Header.CALL_ID, "c2")))
                .contains("\r\nCall-ID: c2\r\n");
    }

    @Test
    void foldsAndBytesOfOtherLinesStay() {
        SipMessage wsinv = torture("wsinv");

        String edited = result(wsinv.edit().set(Header.MAX_FORWARDS, "67"));

        assertThat(edited).isEqualTo(text(wsinv.bytes()).replace("MaX-fOrWaRdS: 0068", "Max-Forwards: 67"));
    }

    @Test
    void compactAndFoldedListLosesItsFirstValueOnly() {
        SipMessage wsinv = torture("wsinv");

        SipMessage edited = message(wsinv.edit()
                .removeFirstValue(Header.VIA)
                .removeFirstValue(Header.VIA)
                .toBytes());

        assertThat(edited.vias()).singleElement().extracting(Via::host).isEqualTo("192.168.255.111");
    }

    @Test
    void manyLinesOfOurOwnFit() {
        MessageEditor editor = invite.edit();
        for (int i = 0; i < 100; i++) {
            editor.prepend(Header.RECORD_ROUTE, "<sip:" + i + ";lr>");
        }

        assertThat(message(editor.toBytes()).recordRoutes()).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nVia: x", "a\nb", "a\rb", "\u20ac"})
    void valueThatWouldBreakTheLineIsRefused(String value) {
        assertThatThrownBy(() -> invite.edit().set(Header.SUBJECT, value)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> invite.edit().requestUri("sip:" + value)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void unnamedHeaderCannotBeWritten() {
        assertThatThrownBy(() -> invite.edit().append(Header.OTHER, "x")).isInstanceOf(IllegalArgumentException.class);
    }
}
