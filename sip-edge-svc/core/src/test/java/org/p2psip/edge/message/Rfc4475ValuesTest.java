package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2psip.edge.message.TortureMessages.latin1;
import static org.p2psip.edge.message.TortureMessages.text;
import static org.p2psip.edge.message.TortureMessages.torture;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is read from the messages of RFC 4475 that the parser accepts. */
class Rfc4475ValuesTest {
    @Test
    void wsinvIsReadThroughItsFoldsAndCompactForms() {
        SipMessage message = torture("wsinv");

        assertThat(message.requestUri()).isEqualTo("sip:vivekg@chair-dnrc.example.com;unknownparam");
        assertThat(message.to().tag()).isEqualTo("1918181833n");
        assertThat(message.to().uriText()).isEqualTo("sip:vivekg@chair-dnrc.example.com");
        assertThat(message.from().displayName()).isEqualTo("J Rosenberg \\\"");
        assertThat(message.from().tag()).isEqualTo("98asjd8");
        assertThat(message.maxForwards()).isEqualTo(68);
        assertThat(message.cseq()).isEqualTo(new CSeq(9, "INVITE"));
        assertThat(message.header(Header.SUBJECT)).isEmpty();
        assertThat(message.header("newfangledheader")).isEqualTo("newfangled value continued newfangled value");
        assertThat(message.vias().stream().map(Via::toString))
                .containsExactly(
                        "SIP/2.0/UDP 192.0.2.2;branch=390skdjuw",
                        "SIP/2.0/TCP spindle.example.com;branch=z9hG4bK9ikj8",
                        "SIP/2.0/UDP 192.168.255.111;branch=z9hG4bK30239");
        assertThat(message.topVia().hasMagicCookie()).isFalse();
        assertThat(message.routes())
                .singleElement()
                .satisfies(route -> assertThat(route.uri().isLooseRouter()).isTrue());
        assertThat(message.contacts()).singleElement().satisfies(contact -> {
            assertThat(contact.displayName()).isEqualTo("Quoted string \"\"");
            assertThat(contact.q()).isEqualTo(330);
            assertThat(contact.param("newparam")).isEqualTo("newvalue");
            assertThat(contact.param("secondparam")).isEmpty();
        });
        assertThat(message.bodyLength()).isEqualTo(150);
    }

    @Test
    void intmethKeepsEveryOddCharacter() {
        SipMessage message = torture("intmeth");

        assertThat(message.method()).isEqualTo("!interesting-Method0123456789_*+`.%indeed'~");
        assertThat(message.cseq().method()).isEqualTo(message.method());
        assertThat(message.requestSipUri().user()).isEqualTo("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
        assertThat(message.requestSipUri().password()).isEqualTo("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)");
        assertThat(message.to().displayName()).isEqualTo("BEL:\u0007 NUL:\0 DEL:\u007f");
        assertThat(message.from().displayName()).isEqualTo("token1~` token2'+_ token3*%!.-");
        assertThat(new String(latin1(message.from().param("fromparam''~+*_!.-%")), StandardCharsets.UTF_8))
                .isEqualTo("работающий");
        assertThat(message.callId()).isEqualTo("intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{");
        assertThat(message.topVia().branch()).isEqualTo("z9hG4bK-.!%66*_+`'~");
    }

    @Test
    void escapesAreTakenOutOfUrisOnly() {
        SipMessage esc01 = torture("esc01");
        assertThat(esc01.requestSipUri().user()).isEqualTo("sips:user@example.com");
        assertThat(esc01.requestSipUri().host()).isEqualTo("example.net");
        assertThat(esc01.to().uri().aor()).hasToString("Optional[sip:user@example.com]");
        assertThat(esc01.from().uri().user()).isEqualTo("I have spaces");
        assertThat(esc01.contacts().getFirst().uri().params()).isEqualTo(Map.of("lr", "", "name", "value%41"));

        SipMessage esc02 = torture("esc02");
        assertThat(esc02.method()).isEqualTo("RE%47IST%45R");
        assertThat(esc02.to().displayName()).isEqualTo("%Z%45");
        assertThat(esc02.contacts()).hasSize(2);
        assertThat(esc02.header("C%6Fntact")).isEqualTo("<sip:alias2@host2.example.com>");
    }

    @Test
    void escapedNulsMakeTwoBindings() {
        SipMessage message = torture("escnull");

        assertThat(message.contacts()).hasSize(2);
        SipUri one = message.contacts().get(0).uri();
        SipUri two = message.contacts().get(1).uri();
        assertThat(one.equivalent(two)).isFalse();
        assertThat(one.canonicalKey()).isNotEqualTo(two.canonicalKey());
    }

    @Test
    void onlyTheFirstRequestOfADatagramCounts() {
        SipMessage message = torture("dblreq");

        assertThat(message.method()).isEqualTo("REGISTER");
        assertThat(text(message.bytes())).endsWith("Content-Length: 0\r\n\r\n");
        assertThat(message.bodyLength()).isZero();
    }

    @Test
    void semicolonsInAUserAreNoParameters() {
        SipUri uri = torture("semiuri").requestSipUri();

        assertThat(uri.user()).isEqualTo("user;par=u@example.net");
        assertThat(uri.params()).isEmpty();
    }

    @Test
    void everyTransportOfAViaIsRead() {
        assertThat(torture("transports").vias().stream().map(Via::transport))
                .containsExactly("UDP", "SCTP", "TLS", "UNKNOWN", "TCP");
        assertThat(torture("longreq").vias()).hasSize(34);
    }

    @Test
    void binaryBodyIsKept() {
        SipMessage message = torture("mpart01");

        assertThat(message.bodyLength()).isEqualTo(553);
        assertThat(text(message.body())).startsWith("--7a9cbec02ceef655\r\n").endsWith("--7a9cbec02ceef655--\r\n");
    }

    @Test
    void reasonPhrasesAreAnything() {
        assertThat(new String(latin1(torture("unreason").reason()), StandardCharsets.UTF_8))
                .startsWith("= 2**3 * 5**2 но сто");
        assertThat(torture("noreason").reason()).isEmpty();
        assertThat(torture("noreason").status()).isEqualTo(100);
        assertThat(torture("noreason").method()).isEqualTo("INVITE");
    }

    @Test
    void theBareCookieIdentifiesNoTransaction() {
        assertThat(torture("badbranch").topVia().hasMagicCookie()).isFalse();
        assertThat(torture("inv2543").topVia().branch()).isNull();
    }

    @Test
    void unknownSchemesAreLeftToWhoeverAnswers() {
        assertThat(torture("unkscm").requestSipUri()).isNull();
        assertThat(torture("novelsc").requestUri()).isEqualTo("soap.beep://192.0.2.103:3002");
        SipMessage unksm2 = torture("unksm2");
        assertThat(unksm2.to().uri()).isNull();
        assertThat(unksm2.to().uriText()).isEqualTo("isbn:2983792873");
        assertThat(unksm2.contacts().getFirst().uriText()).isEqualTo("name:John_Smith");
    }

    @Test
    void parametersBelongToTheHeaderOrToTheUri() {
        NameAddr header = torture("cparam01").contacts().getFirst();
        assertThat(header.params()).containsOnlyKeys("unknownparam");
        assertThat(header.uri().params()).isEmpty();

        NameAddr uri = torture("cparam02").contacts().getFirst();
        assertThat(uri.params()).isEmpty();
        assertThat(uri.uri().params()).containsOnlyKeys("unknownparam");
    }

    @Test
    void headersOfAContactAreKeptThereAndRemovedFromARequestUri() {
        NameAddr contact = torture("regescrt").contacts().getFirst();

        assertThat(contact.uriText()).isEqualTo("sip:user@example.com?Route=%3Csip:sip.example.com%3E");
        assertThat(contact.uri().headers()).isEqualTo("Route=%3Csip:sip.example.com%3E");
        assertThat(contact.uri().asRequestUri()).isEqualTo("sip:user@example.com");
    }

    @Test
    void aContactWithHeadersAndNoAngleBracketsIsMalformed() {
        SipMessage message = torture("regbadct");

        assertThatThrownBy(message::contacts)
                .isInstanceOf(MalformedHeaderException.class)
                .hasMessageStartingWith("Contact is malformed: sip:user@example.com?Route");
    }

    @Test
    void spaceWithinAngleBracketsIsDropped() {
        assertThat(torture("badaspec").to().uri().user()).isEqualTo("t.watson");
    }

    @Test
    void listsOfOptionTagsAreSplit() {
        assertThat(torture("bext01").values(Header.PROXY_REQUIRE))
                .containsExactly("noProxiesSupportThis", "norDoAnyProxiesSupportThis");
        assertThat(torture("zeromf").maxForwards()).isZero();
        assertThat(torture("bcast").vias().stream().map(Via::host).collect(Collectors.toList()))
                .containsExactly("192.0.2.198", "255.255.255.255");
    }
}
