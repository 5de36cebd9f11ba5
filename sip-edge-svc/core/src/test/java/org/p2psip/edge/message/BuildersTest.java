package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2psip.edge.message.MessageSamples.INVITE;
import static org.p2psip.edge.message.TortureMessages.latin1;
import static org.p2psip.edge.message.TortureMessages.message;
import static org.p2psip.edge.message.TortureMessages.text;
import static org.p2psip.edge.message.TortureMessages.torture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BuildersTest {
    private final SipMessage invite = message(INVITE);

    @Test
    void responseCopiesWhatRfc3261Says() {
        String response = text(ResponseBuilder.of(invite, 486, null)
                .toTag("b7")
                .topViaReceived("192.0.2.77", 41000)
                .header(Header.RETRY_AFTER, "5")
                .header("X-Note", "n")
                .toBytes());

        assertThat(response)
                .isEqualTo(
                        """
                        SIP/2.0 486 Busy Here
                        Via: SIP/2.0/UDP 192.0.2.1:5070;branch=z9hG4bKone;rport=41000;received=192.0.2.77, SIP/2.0/TCP phone.example.com;branch=z9hG4bKtwo
                        From: "Alice" <sip:alice@example.org>;tag=a1
                        To: <sip:bob@example.org>;tag=b7
                        Call-ID: c1@192.0.2.1
                        CSeq: 1 INVITE
                        Retry-After: 5
                        X-Note: n
                        Content-Length: 0

                        """
                                .replace("\n", "\r\n"));
        assertThat(message(response).method()).isEqualTo("INVITE");
    }

    @Test
    void tryingHasNoTagOfOursAndTheTimestamp() {
        SipMessage timed =
                message(invite.edit().append(Header.TIMESTAMP, "54.2").toBytes());

        SipMessage trying =
                message(ResponseBuilder.of(timed, 100, null).toTag("b7").toBytes());
        assertThat(trying.to().tag()).isNull();
        assertThat(trying.header(Header.TIMESTAMP)).isEqualTo("54.2");

        SipMessage ringing =
                message(ResponseBuilder.of(timed, 180, null).toTag("b7").toBytes());
        assertThat(ringing.to().tag()).isEqualTo("b7");
        assertThat(ringing.header(Header.TIMESTAMP)).isNull();
    }

    @Test
    void tagOfTheRequestStays() {
        SipMessage inDialog =
                message(MessageSamples.invite("To: <sip:bob@example.org>", "t: <sip:bob@example.org>;tag=x"));

        assertThat(message(ResponseBuilder.of(inDialog, 200, null).toTag("b7").toBytes())
                        .to()
                        .tag())
                .isEqualTo("x");
    }

    @Test
    void everyViaLineIsCopiedInOrder() {
        SipMessage response =
                message(ResponseBuilder.of(torture("longreq"), 404, null).toBytes());

        assertThat(response.vias()).isEqualTo(torture("longreq").vias());
        assertThat(response.reason()).isEqualTo("Not Found");
    }

    @Test
    void foldedViasAreCopiedToo() {
        SipMessage wsinv = torture("wsinv");

        SipMessage response = message(ResponseBuilder.of(wsinv, 404, "Nobody")
                .topViaReceived("192.0.2.3", -1)
                .toBytes());

        assertThat(response.reason()).isEqualTo("Nobody");
        assertThat(response.vias()).hasSize(3);
        assertThat(response.topVia().received()).isEqualTo("192.0.2.3");
        assertThat(response.to().tag()).isEqualTo("1918181833n");
    }

    @Test
    void responseBodyHasTypeAndLength() {
        SipMessage response = message(ResponseBuilder.of(invite, 200, null)
                .toTag("b")
                .body("text/plain", latin1("hello"))
                .toBytes());

        assertThat(response.header(Header.CONTENT_TYPE)).isEqualTo("text/plain");
        assertThat(text(response.body())).isEqualTo("hello");
        assertThat(response.header(Header.CONTENT_LENGTH)).isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource({
        "199,Progress",
        "299,OK",
        "399,Redirection",
        "499,Request Failure",
        "599,Server Failure",
        "699,Global Failure",
        "503,Service Unavailable",
        "407,Proxy Authentication Required",
        "302,Moved Temporarily"
    })
    void reasonIsTheStandardOne(int status, String reason) {
        assertThat(message(ResponseBuilder.of(invite, status, null).toBytes()).reason())
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 700, -1})
    void statusOutOfBoundsIsRefused(int status) {
        assertThatThrownBy(() -> ResponseBuilder.of(invite, status, null)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingCanBeSmuggledIntoAResponse() {
        ResponseBuilder builder = ResponseBuilder.of(invite, 400, null);

        assertThatThrownBy(() -> builder.header("Bad Name", "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.header(Header.OTHER, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.header(Header.WARNING, "x\r\ny")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResponseBuilder.of(invite, 400, "a\nb")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResponseBuilder.of(message(MessageSamples.OK), 400, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void lineEndsOfAMalformedRequestDoNotReachItsResponse() {
        Decoded decoded = TortureMessages.datagram(
                MessageSamples.invite("Call-ID: c1@192.0.2.1", "Call-ID: c1\nX-Evil: 1\rX-Evil: 2"));

        SipMessage request = ((Decoded.Malformed) decoded).answerable();
        assertThat(text(ResponseBuilder.of(request, 400, null).toBytes()))
                .contains("\r\nCall-ID: c1 X-Evil: 1 X-Evil: 2\r\n");
    }

    @Test
    void requestHasItsHeadersInOrderAndALength() {
        byte[] ack = RequestBuilder.of("ACK", "sip:bob@example.org")
                .header(Header.VIA, "SIP/2.0/UDP edge.example.org;branch=z9hG4bKx")
                .header(Header.FROM, "<sip:a@example.org>;tag=1")
                .header(Header.TO, "<sip:bob@example.org>;tag=2")
                .header(Header.CALL_ID, "c1")
                .header(Header.CSEQ, "1 ACK")
                .header("X-Note", "n")
                .toBytes();

        assertThat(text(ack))
                .isEqualTo(
                        """
                        ACK sip:bob@example.org SIP/2.0
                        Via: SIP/2.0/UDP edge.example.org;branch=z9hG4bKx
                        From: <sip:a@example.org>;tag=1
                        To: <sip:bob@example.org>;tag=2
                        Call-ID: c1
                        CSeq: 1 ACK
                        X-Note: n
                        Content-Length: 0

                        """
                                .replace("\n", "\r\n"));
        assertThat(message(ack).method()).isEqualTo("ACK");
        assertThatThrownBy(() -> RequestBuilder.of("A B", "sip:a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> RequestBuilder.of("ACK", "sip:a\r\n")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requestBodyHasTypeAndLength() {
        String request = text(RequestBuilder.of("MESSAGE", "sip:b")
                .body("text/plain", latin1("hi"))
                .toBytes());

        assertThat(request).endsWith("Content-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi");
    }
}
