package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.message.MessageSamples.INVITE;
import static org.p2psip.edge.message.MessageSamples.OK;
import static org.p2psip.edge.message.MessageSamples.invite;
import static org.p2psip.edge.message.TortureMessages.datagram;
import static org.p2psip.edge.message.TortureMessages.latin1;
import static org.p2psip.edge.message.TortureMessages.message;
import static org.p2psip.edge.message.TortureMessages.text;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipParserTest {
    private static Decoded.Malformed malformed(String text) {
        Decoded decoded = datagram(text);
        assertThat(decoded).as(text).isInstanceOf(Decoded.Malformed.class);
        return (Decoded.Malformed) decoded;
    }

    // The first line of the INVITE, replaced
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "INVITE sip:bob@example.org SIP/3.0|505|true",
                "INVITE sip:bob@example.org SIP/2.0.1|505|true",
                "INVITE sip:bob@example.org HTTP/1.1|400|true",
                "INVITE sip:bob@example.org SIP/|400|true",
                "INVITE sip:bob@example.org|400|false",
                "INVITE|400|false",
                "IN,VITE sip:bob@example.org SIP/2.0|400|false",
                " INVITE sip:bob@example.org SIP/2.0|400|false",
                "INVITE sip:bob@ SIP/2.0|400|true",
                "INVITE sip:bob@example.org:0 SIP/2.0|400|true",
                "INVITE sips: SIP/2.0|400|true",
                "INVITE bob SIP/2.0|400|true",
                "INVITE  SIP/2.0|400|true",
                "INVITE sip:bob@example.org?a=b SIP/2.0|400|true",
                "SIP/2.0 99 Low|400|false",
                "SIP/2.0 700 High|400|false",
                "SIP/2.0 20 Short|400|false",
                "SIP/2.0 2000 Long|400|false",
                "SIP/2.0 200|400|false",
                "SIP/2.0  200 OK|400|false",
                "SIP/1.0 200 OK|400|false"
            })
    void firstLineThatIsNotExactlyAsTheGrammarSaysIsRefused(String line, int status, boolean answerable) {
        Decoded.Malformed malformed = malformed(invite("INVITE sip:bob@example.org SIP/2.0", line));

        assertThat(malformed.status()).isEqualTo(status);
        assertThat(malformed.answerable() != null).isEqualTo(answerable);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: \"Alice\" <sip:alice@example.org;tag=a1",
                "From:",
                "From sip:a@b",
                ": x",
                "Fr om: <sip:a@b>",
                "From: <sip:a@b>\nX: y",
                "From: <sip:a@b>\rX: y",
                "From: <sip:a@b>\r\n\"X\": y"
            })
    void headerLineThatBreaksTheGrammarIsRefused(String line) {
        Decoded.Malformed malformed = malformed(invite("From: \"Alice\" <sip:alice@example.org>;tag=a1", line));

        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.answerable()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Max-Forwards: 256", "Max-Forwards: -1", "Max-Forwards:", "Max-Forwards: 7 0"})
    void hopsOutOfBoundsAreMalformed(String line) {
        assertThat(malformed(invite("Max-Forwards: 70", line)).reason()).isEqualTo("Max-Forwards is malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Call-ID:", "Call-ID: a b"})
    void callIdIsOneWord(String line) {
        assertThat(malformed(invite("Call-ID: c1@192.0.2.1", line)).reason()).isEqualTo("Call-ID is malformed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "Content-Length: 4\r\nl: 5",
                "Content-Length: x",
                "Content-Length:",
                "Content-Length: 99999999999999999999"
            })
    void lengthThatIsNotTheBodysIsMalformed(String line) {
        assertThat(malformed(invite("Content-Length: 4", line)).answerable()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Call-ID: c1@192.0.2.1|No Call-ID",
                "From: \"Alice\" <sip:alice@example.org>;tag=a1|No From",
                "To: <sip:bob@example.org>|No To",
                "CSeq: 1 INVITE|No CSeq"
            })
    void messageWithoutAMandatoryHeaderIsRefused(String line, String reason) {
        Decoded decoded = datagram(invite(line + "\r\n", ""));

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.answerable()).isNotNull();
        });
    }

    @Test
    void messageWithoutViaCannotBeAnswered() {
        Decoded decoded = datagram(INVITE.replaceFirst("Via: [^\r]*\r\n", ""));

        assertThat(decoded).isInstanceOfSatisfying(Decoded.Refused.class, refused -> {
            assertThat(refused.reason()).isEqualTo("No Via");
            assertThat(refused.answerable()).isNull();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Call-ID: c2", "f: <sip:x@y>", "T: <sip:x@y>", "CSeq: 2 INVITE", "Max-Forwards: 70", "l: 4"})
    void repeatedSingleHeaderIsRefused(String line) {
        assertThat(datagram(invite("Content-Type", line + "\r\nContent-Type")))
                .isInstanceOfSatisfying(Decoded.Refused.class, refused -> assertThat(refused.reason())
                        .startsWith("More than one "));
    }

    @Test
    void ackIsNeverAnswered() {
        String ack = INVITE.replace("INVITE", "ACK");

        assertThat(message(ack).method()).isEqualTo("ACK");
        assertThat(malformed(ack.replace("CSeq: 1", "CSeq: x")).answerable()).isNull();
    }

    @Test
    void responseWithAFaultIsNeverAnswered() {
        assertThat(malformed(OK.replace("Content-Length: 0", "Content-Length: 1"))
                        .answerable())
                .isNull();
    }

    @Test
    void requestLineTooLongGets414() {
        String uri = "sip:" + "u".repeat(SipParser.MAX_URI_LENGTH) + "@example.org";

        Decoded.Malformed malformed = malformed(invite("sip:bob@example.org SIP", uri + " SIP"));

        assertThat(malformed.status()).isEqualTo(414);
        assertThat(malformed.answerable()).isNotNull();
    }

    @Test
    void headerLinesAreCounted() {
        int room = SipParser.MAX_HEADERS - message(INVITE).index().count();
        String full = invite("Content-Type", "X: y\r\n".repeat(room) + "Content-Type");
        assertThat(message(full).header("x")).isEqualTo("y");

        Decoded.Malformed malformed = malformed(invite("Content-Type", "X: y\r\n".repeat(room + 1) + "Content-Type"));
        assertThat(malformed.reason()).isEqualTo("More than 256 header lines");
        assertThat(malformed.status()).isEqualTo(513);
    }

    @Test
    void messageTooLongGets513() {
        String tooLong = invite("Content-Length: 4\r\n\r\nbody", "\r\n" + "b".repeat(SipParser.MAX_MESSAGE_BYTES));

        assertThat(malformed(tooLong).status()).isEqualTo(513);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\r\n", "\r\n\r\n", "\0", "\0\0\0\0", "\n"})
    void datagramOfLineEndsIsAKeepalive(String text) {
        assertThat(datagram(text)).isEqualTo(new Decoded.KeepAlive(text.length()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "hello world", "INVITE sip:a SIP/2.0", "INVITE sip:a SIP/2.0\r", "INVITE sip:a SIP/2.0\r\n"
            })
    void datagramWithoutHeadersIsMalformedAndNotAnswered(String text) {
        Decoded.Malformed malformed = malformed(text);

        assertThat(malformed.answerable()).isNull();
        assertThat(malformed.consumed()).isEqualTo(text.length());
    }

    @Test
    void lineEndsBeforeADatagramsMessageAreSkipped() {
        assertThat(text(message("\r\n\r\n" + INVITE).bytes())).isEqualTo(INVITE);
    }

    @Test
    void bodyWithoutContentLengthIsTheRestOfTheDatagram() {
        SipMessage message = message(invite("Content-Length: 4\r\n", ""));

        assertThat(text(message.body())).isEqualTo("body");
    }

    @Test
    void messageWithinALargerArrayIsItsOwn() {
        byte[] bytes = latin1("xx" + INVITE + "yy");
        SipMessage message = ((Decoded.Complete) SipParser.datagram(bytes, 2, bytes.length - 4)).message();
        Arrays.fill(bytes, (byte) 0);

        assertThat(text(message.bytes())).isEqualTo(INVITE);
        assertThat(message.callId()).isEqualTo("c1@192.0.2.1");
    }

    @Test
    void versionAndHeaderNamesAreReadInAnyCase() {
        SipMessage message = message(INVITE.replace("sip:bob@example.org SIP/2.0", "sip:bob@example.org sip/2.0")
                .replace("Call-ID", "cALL-iD"));

        assertThat(message.callId()).isEqualTo("c1@192.0.2.1");
    }
}
