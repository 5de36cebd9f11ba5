package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2psip.edge.message.MessageSamples.INVITE;
import static org.p2psip.edge.message.MessageSamples.OK;
import static org.p2psip.edge.message.MessageSamples.invite;
import static org.p2psip.edge.message.TortureMessages.message;
import static org.p2psip.edge.message.TortureMessages.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipMessageTest {
    @Test
    void requestIsReadByItsParts() {
        SipMessage message = message(INVITE);

        assertThat(message.isRequest()).isTrue();
        assertThat(message.method()).isEqualTo("INVITE");
        assertThat(message.requestUri()).isEqualTo("sip:bob@example.org");
        assertThat(message.status()).isZero();
        assertThat(message.reason()).isNull();
        assertThat(message.topVia().sentBy()).isEqualTo("192.0.2.1:5070");
        assertThat(message.topVia().rport()).isEqualTo(Via.RPORT_ASKED);
        assertThat(message.vias()).hasSize(2).first().isEqualTo(message.topVia());
        assertThat(message.routes())
                .extracting(NameAddr::uriText)
                .containsExactly("sip:edge.example.org;lr", "sip:next.example.org;lr");
        assertThat(message.routes()).isSameAs(message.routes());
        assertThat(message.recordRoutes()).isEmpty();
        assertThat(message.paths()).isEmpty();
        assertThat(message.from().displayName()).isEqualTo("Alice");
        assertThat(message.maxForwards()).isEqualTo(70);
        assertThat(message.expires()).isEqualTo(-1);
        assertThat(message.header("content-type")).isEqualTo("text/plain");
        assertThat(message.header("c")).isEqualTo("text/plain");
        assertThat(message.header("X-Absent")).isNull();
        assertThat(message.header(Header.SUBJECT)).isNull();
        assertThat(message.count(Header.ROUTE)).isEqualTo(1);
        assertThat(message.bodyLength()).isEqualTo(4);
        assertThat(text(message.body())).isEqualTo("body");
        assertThat(message).hasToString("INVITE sip:bob@example.org");
    }

    @Test
    void responseIsReadByItsParts() {
        SipMessage message = message(OK);

        assertThat(message.isRequest()).isFalse();
        assertThat(message.method()).isEqualTo("INVITE");
        assertThat(message.requestUri()).isNull();
        assertThat(message.requestSipUri()).isNull();
        assertThat(message.status()).isEqualTo(200);
        assertThat(message.maxForwards()).isEqualTo(-1);
        assertThat(message.bodyLength()).isZero();
        assertThat(message).hasToString("200 OK");
    }

    @Test
    void wildcardContactStandsAlone() {
        SipMessage wildcard = message(invite("Contact: <sip:alice@192.0.2.1:5070>", "Contact: *"));
        assertThat(wildcard.isWildcardContact()).isTrue();
        assertThat(wildcard.contacts()).isEmpty();

        SipMessage mixed = message(invite("Contact: <sip:alice@192.0.2.1:5070>", "Contact: *\r\nm: <sip:a@b>"));
        assertThat(mixed.isWildcardContact()).isFalse();
        assertThatThrownBy(mixed::contacts)
                .isInstanceOfSatisfying(MalformedHeaderException.class, malformed -> assertThat(malformed.header())
                        .isEqualTo(Header.CONTACT));
    }

    @Test
    void contactsOfSeveralLinesAndListsComeInOrder() {
        SipMessage message = message(invite(
                "Contact: <sip:alice@192.0.2.1:5070>",
                "m: \"a, b\" <sip:1@h,x>;q=0.5, sip:2@h;q=1\r\nContact:\r\n <sip:3@h>"));

        assertThat(message.contacts()).extracting(NameAddr::uriText).containsExactly("sip:1@h,x", "sip:2@h", "sip:3@h");
        assertThat(message.contacts()).extracting(NameAddr::q).containsExactly(500, 1000, 1000);
    }

    // RFC 3261 20.19: what cannot be read is an hour
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "7200,7200",
        "2147483648,2147483647",
        "4294967295,2147483647",
        "4294967296,3600",
        "soon,3600",
        "'',3600",
        "-1,3600"
    })
    void expiresInSeconds(String value, int expected) {
        assertThat(message(invite("Content-Type", "Expires: " + value + "\r\nContent-Type"))
                        .expires())
                .isEqualTo(expected);
        assertThat(SipMessage.expiresOf(value)).isEqualTo(expected);
    }

    @Test
    void laterViaThatIsMalformedIsNoticedWhenItIsAskedFor() {
        SipMessage message = message(invite("Max-Forwards", "Via: nonsense\r\nMax-Forwards"));

        assertThat(message.topVia().host()).isEqualTo("192.0.2.1");
        assertThatThrownBy(message::vias).hasMessage("Via is malformed: nonsense");
    }

    @Test
    void faultOfALongValueIsShownInPart() {
        SipMessage message = message(invite("Contact: <sip:alice@192.0.2.1:5070>", "Contact: " + "x".repeat(1000)));

        assertThatThrownBy(message::contacts)
                .isInstanceOf(MalformedHeaderException.class)
                .satisfies(thrown -> assertThat(thrown.getMessage()).hasSizeLessThan(300));
    }
}
