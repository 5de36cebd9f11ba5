package org.p2psip.routing.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AorTest {
    @ParameterizedTest
    @CsvSource({
        "sip:alice@example.org, alice@example.org",
        "sips:alice@example.org, alice@example.org",
        "SIP:Alice@EXAMPLE.org, Alice@example.org",
        "alice@example.org, alice@example.org",
        "sip:%61lice@example.org, alice@example.org",
        "sip:j%C3%BCrgen@example.org, jürgen@example.org",
        "sip:+15551234;x=1@example.org, +15551234;x=1@example.org",
        "sip:a%40b@example.org, a@b@example.org",
        "sip:bob@192.0.2.4, bob@192.0.2.4",
        "sip:bob@[2001:DB8::1], bob@[2001:db8::1]",
    })
    void canonicalFormHasNoSchemeNoEscapesAndLowersTheDomain(String text, String resourceName) {
        assertThat(Aor.parse(text)).isInstanceOfSatisfying(Aor.Parsed.Valid.class, valid -> assertThat(
                        valid.aor().resourceName())
                .isEqualTo(resourceName));
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "a b", "j\u00fcrgen", "a@b", "100%", "+1;x=1", "a:b", "caf\u00e9\ud83d\ude00"})
    void uriOfAnAddressOfRecordIsReadAsTheSameAgain(String user) {
        Aor aor = new Aor(user, "example.org");
        assertThat(Aor.parse(aor.toUri())).isEqualTo(new Aor.Parsed.Valid(aor));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "sip:example.org",
                "sip:@example.org",
                "sip:alice@",
                "sip:alice@exa mple.org",
                "sip:alice@example.org:5060",
                "sip:alice@example.org;transport=udp",
                "sip:alice@example.org?subject=x",
                "sip:alice:secret@example.org",
                "sip:a@b@example.org",
                "sip:al ice@example.org",
                "sip:a%4@example.org",
                "sip:a%zz@example.org",
                "sip:a%FF@example.org",
                "sip:alice@-example.org",
                "sip:alice@example..org",
                "tel:+15551234",
                "http:x@example.org",
            })
    void whatIsNoAddressOfRecordIsMalformedAndNamed(String text) {
        assertThat(Aor.parse(text))
                .isInstanceOfSatisfying(Aor.Parsed.Malformed.class, malformed -> assertThat(malformed.message())
                        .contains("'" + text + "'"));
    }

    @ParameterizedTest
    @CsvSource({
        "alice@example.org, true",
        "Alice@example.org, true",
        "a@b@example.org, true",
        "100%@example.org, true",
        "alice@Example.org, false",
        "sip:alice@example.org, false",
        "sips:alice@example.org, false",
        "alice@example.org;user=phone, false",
        "alice@example.org:5060, false",
        "example.org, false",
        "@example.org, false",
    })
    void onlyTheCanonicalFormIsTheNameOfAResource(String name, boolean canonical) {
        assertThat(Aor.checkCanonical(name) instanceof Verdict.Accepted).isEqualTo(canonical);
    }
}
