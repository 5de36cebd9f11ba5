package org.p2psip.edge.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of RFC 7616 3.9.1, RFC 2617 3.5, and of the forms that those do not show. */
class Rfc7616Test {
    private static final byte[] NO_BODY = new byte[0];

    private final DigestResponse responses = new DigestResponse();

    private static DigestCredentials credentials(String value) {
        assertThat(DigestCredentials.parse(value)).isInstanceOf(DigestCredentials.Valid.class);
        return ((DigestCredentials.Valid) DigestCredentials.parse(value)).credentials();
    }

    @ParameterizedTest
    @CsvSource({
        "MD5,8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256,753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void exampleOfSection391(String algorithm, String response) {
        DigestCredentials credentials = credentials("Digest username=\"Mufasa\", realm=\"http-auth@example.org\", "
                + "uri=\"/dir/index.html\", algorithm=" + algorithm
                + ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
                + "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"" + response
                + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"");
        String ha1 = Ha1.of(credentials.algorithm(), "Mufasa", "http-auth@example.org", "Circle of Life");

        assertThat(responses.expected(ha1, credentials, "GET", NO_BODY)).isEqualTo(response);
        assertThat(responses.matches(ha1, credentials, "GET", NO_BODY)).isTrue();
        assertThat(responses.matches(ha1, credentials, "PUT", NO_BODY)).isFalse();
        String wrong = Ha1.of(credentials.algorithm(), "Mufasa", "http-auth@example.org", "Circle of life");
        assertThat(responses.matches(wrong, credentials, "GET", NO_BODY)).isFalse();
    }

    @Test
    void exampleOfRfc2617() {
        DigestCredentials credentials = credentials("Digest username=\"Mufasa\",\trealm=\"testrealm@host.com\","
                + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\", qop=\"auth\", NC=00000001, "
                + "cnonce=\"0a4f113b\", response=\"6629FAE49393A05397450978507C4EF1\"");
        String ha1 = Ha1.of(DigestAlgorithm.MD5, "Mufasa", "testrealm@host.com", "Circle Of Life");

        assertThat(ha1).isEqualTo("939e7578ed9e3c518a452acee763bce9");
        assertThat(responses.matches(ha1, credentials, "GET", NO_BODY)).isTrue();
    }

    // Worked out with another program: RFC 2069's form, H(body) in auth-int, a count in capitals with SHA-512-256
    @ParameterizedTest
    @CsvSource({
        "'',d2d241b944a9022f377aba2e398dd60f",
        "; nc=0000000a; cnonce=c1; qop=auth-int,454ba4b4001f105b9d00acc3a9b50547",
        "; nc=0000000A; cnonce=c1; qop=auth; algorithm=SHA-512-256,e6e41069b270e0b81864fbd3f0b8340a342ad0cfdbaec3cb7f0a6c77f16c885e"
    })
    void formsWithoutAnExample(String options, String response) {
        DigestCredentials credentials = credentials("Digest username=\"bob\", realm=\"example.org\", nonce=\"n1\", "
                + "uri=\"sip:example.org\", response=" + response + options.replace(';', ','));
        String ha1 = Ha1.of(credentials.algorithm(), "bob", "example.org", "zanzibar");

        assertThat(responses.expected(ha1, credentials, "REGISTER", "v=0".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(response);
    }

    @Test
    void bodyCountsWithAuthIntOnly() {
        String value =
                "Digest username=\"bob\", realm=\"example.org\", nonce=\"n1\", uri=\"sip:example.org\", nc=00000001,"
                        + " cnonce=c, response=00000000000000000000000000000000, qop=";
        byte[] body = {1};

        assertThat(responses.expected("h", credentials(value + "auth"), "INVITE", body))
                .isEqualTo(responses.expected("h", credentials(value + "auth"), "INVITE", NO_BODY));
        assertThat(responses.expected("h", credentials(value + "auth-int"), "INVITE", body))
                .isNotEqualTo(responses.expected("h", credentials(value + "auth-int"), "INVITE", NO_BODY));
    }
}
