package org.p2psip.edge.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.Aor;

class SipUriTest {
    private static SipUri uri(String text) {
        return SipUri.parse(text).orElseThrow(() -> new AssertionError(text));
    }

    // RFC 3261 19.1.3 and what phones send
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "sip:alice@atlanta.com|sip|alice|-|atlanta.com|-1",
                "sip:alice:secretword@atlanta.com;transport=tcp|sip|alice|secretword|atlanta.com|-1",
                "sips:alice@atlanta.com?subject=project%20x&priority=urgent|sips|alice|-|atlanta.com|-1",
                "sip:+1-212-555-1212:1234@gateway.com;user=phone|sip|+1-212-555-1212|1234|gateway.com|-1",
                "sips:1212@Gateway.COM:5061|sips|1212|-|gateway.com|5061",
                "sip:alice@192.0.2.4|sip|alice|-|192.0.2.4|-1",
                "sip:atlanta.com;method=REGISTER?to=alice%40atlanta.com|sip|''|-|atlanta.com|-1",
                "sip:alice;day=tuesday@atlanta.com|sip|alice;day=tuesday|-|atlanta.com|-1",
                "SIP:bob@[2001:DB8::9:1]:5070;lr|sip|bob|-|[2001:db8::9:1]|5070",
                "sip:[::1]|sip|''|-|[::1]|-1",
                "sip:*31#0301234@example.org|sip|*31#0301234|-|example.org|-1",
                "sip:%D0%B0@example.org|sip|а|-|example.org|-1",
                "sip:bob@edge_1.local.|sip|bob|-|edge_1.local.|-1"
            })
    void isRead(String text, String scheme, String user, String password, String host, int port) {
        SipUri uri = uri(text);

        assertThat(uri.scheme()).isEqualTo(scheme);
        assertThat(uri.user()).isEqualTo(user);
        assertThat(uri.password()).isEqualTo(password);
        assertThat(uri.host()).isEqualTo(host);
        assertThat(uri.port()).isEqualTo(port);
        assertThat(uri).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sip",
                "sip:",
                ":a",
                "tel:+1234",
                "sip:@example.org",
                "sip:alice@",
                "sip:alice@@example.org",
                "sip:a@b@c",
                "sip:alice@example.org:",
                "sip:alice@example.org:0",
                "sip:alice@example.org:65536",
                "sip:alice@example.org:5060x",
                "sip:alice@exa mple.org",
                "sip:alice@[::1",
                "sip:alice@[1]",
                "sip:alice@[::g]",
                "sip:alice@.org",
                "sip:alice@a..b",
                "sip:al%2ice@example.org",
                "sip:al%@example.org",
                "sip:%FF@example.org",
                "sip:alice@example.org;",
                "sip:alice@example.org;;lr",
                "sip:alice@example.org;=x",
                "sip:alice@example.org;transport=udp;Transport=tcp",
                "sip:alice@example.org;transport=",
                "sip:alice@example.org?",
                "sip:alice@example.org?subject",
                "sip:alice@example.org?=x",
                "sip:alice@example.org?a=b&",
                "sip:alice<@example.org",
                "sip:al\"ice@example.org",
                "sip:ä@example.org",
                "<sip:alice@example.org>",
                "sip:alice@example.org;a=%zz"
            })
    void isRefused(String text) {
        assertThat(SipUri.parse(text)).isEmpty();
    }

    @Test
    void sameParameterTwiceCountsOnce() {
        SipUri uri = SipUri.parse("sip:192.0.2.1;lr;LR").orElseThrow();
        assertThat(uri.isLooseRouter()).isTrue();
        assertThat(uri.params()).hasSize(1);
    }

    @Test
    void tooLongIsRefused() {
        String longest = "sip:" + "a".repeat(SipUri.MAX_LENGTH - 6) + "@b";
        assertThat(SipUri.parse(longest)).isPresent();
        assertThat(SipUri.parse(longest + "c")).isEmpty();
    }

    @Test
    void parametersAreNamedInLowerCaseAndUnescaped() {
        SipUri uri = uri("sip:edge.example.org;LR;Transport=TCP;%6eame=a%3Bb");

        assertThat(uri.params()).isEqualTo(Map.of("lr", "", "transport", "TCP", "name", "a;b"));
        assertThat(uri.isLooseRouter()).isTrue();
        assertThat(uri.transportParam()).isEqualTo("tcp");
        assertThat(uri("sip:a").transportParam()).isEmpty();
    }

    // RFC 3261 19.1.4, its own examples first
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:%61lice@atlanta.com;transport=TCP|sip:alice@AtLanTa.CoM;Transport=tcp|true",
                "sip:carol@chicago.com|sip:carol@chicago.com;newparam=5|true",
                "sip:carol@chicago.com|sip:carol@chicago.com;security=on|true",
                "sip:carol@chicago.com;newparam=5|sip:carol@chicago.com;security=on|true",
                "sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com|"
                        + "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com|true",
                "sip:alice@atlanta.com?subject=project%20x&priority=urgent|"
                        + "sip:alice@atlanta.com?priority=urgent&subject=project%20x|true",
                "SIP:ALICE@AtLanTa.CoM;Transport=udp|sip:alice@AtLanTa.CoM;Transport=UDP|false",
                "sip:bob@biloxi.com|sip:bob@biloxi.com:5060|false",
                "sip:bob@biloxi.com|sip:bob@biloxi.com;transport=udp|false",
                "sip:bob@biloxi.com|sip:bob@biloxi.com:6000;transport=tcp|false",
                "sip:carol@chicago.com|sip:carol@chicago.com?Subject=next%20meeting|false",
                "sip:bob@phone21.boxesbybob.com|sip:bob@192.0.2.4|false",
                "sip:carol@chicago.com;security=on|sip:carol@chicago.com;security=off|false",
                "sip:carol@chicago.com;security=ON|sip:carol@chicago.com;security=on|true",
                "sip:a@b.org|sips:a@b.org|false",
                "sip:a@b.org|sip:a@b.org;maddr=192.0.2.1|false",
                "sip:a@b.org|sip:a@b.org;user=ip|false",
                "sip:a@b.org|sip:a@b.org;ttl=1|false",
                "sip:a@b.org|sip:a@b.org;method=INVITE|false",
                "sip:a:x@b.org|sip:a:X@b.org|false",
                "sip:a:x@b.org|sip:a@b.org|false",
                "sip:a%2Fb@c|sip:a/b@c|true",
                "sip:a%40b@c|sip:a@c|false"
            })
    void equivalence(String one, String other, boolean equivalent) {
        assertThat(uri(one).equivalent(uri(other))).isEqualTo(equivalent);
        assertThat(uri(other).equivalent(uri(one))).isEqualTo(equivalent);
        if (!equivalent) {
            assertThat(uri(one).canonicalKey()).isNotEqualTo(uri(other).canonicalKey());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SIP:%61lice@AtLanTa.CoM:5060;Transport=TCP;ob|sip:alice@atlanta.com:5060;ob;transport=tcp",
                "sip:%00@example.org|sip:%00@example.org",
                "sip:%d0%b0:p%3a@example.org?b=2&a=1|sip:%D0%B0:p%3A@example.org?a=1&b=2",
                "sip:carol@chicago.com;line=1|sip:carol@chicago.com;line=1"
            })
    void canonicalKeyIsOneForAllWaysToWrite(String text, String key) {
        assertThat(uri(text).canonicalKey()).isEqualTo(key);
        assertThat(uri(key).canonicalKey()).isEqualTo(key);
        assertThat(uri(key).equivalent(uri(text))).isTrue();
    }

    @Test
    void contactsThatDifferInOneParameterAreTwoBindings() {
        assertThat(uri("sip:a@nat:4000;line=1").canonicalKey())
                .isNotEqualTo(uri("sip:a@nat:4000;line=2").canonicalKey());
    }

    @Test
    void aorHasNoSchemeNoEscapesAndNoParameters() {
        assertThat(uri("sips:J%6fe:pw@Example.ORG:5061;transport=tcp").aor()).contains(new Aor("Joe", "example.org"));
        assertThat(uri("sip:example.org").aor()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sip:a@b;x=1?Route=%3Csip:c%3E|sip:a@b;x=1",
                "sip:a;z@b;METHOD=INVITE;lr?x=y|sip:a;z@b;lr",
                "sip:b;m%65thod=BYE|sip:b",
                "sip:a@b;maddr=c|sip:a@b;maddr=c"
            })
    void requestUriHasNeitherHeadersNorMethod(String text, String expected) {
        assertThat(uri(text).asRequestUri()).isEqualTo(expected);
    }

    @Test
    void withoutHeadersKeepsTheRestAsWritten() {
        assertThat(uri("SIP:a%61@B;m?c=d").withoutHeaders()).isEqualTo("SIP:a%61@B;m");
        assertThat(uri("sip:a?b@c").withoutHeaders()).isEqualTo("sip:a?b@c");
    }
}
