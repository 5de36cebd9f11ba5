package org.p2psip.edge.uac;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.digest.DigestCredentials;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;

class DigestClientTest {
    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private static final String OPAQUE = "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS";

    private final DigestClient mufasa = new DigestClient("Mufasa", "Circle of Life", "", new Random(1));

    /** RFC 7616 section 3.9.1. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    })
    void credentialsAreThoseOfTheRfc(String algorithm, String response) {
        assertThat(mufasa.challenged(challenge(
                        401,
                        "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\"," + " algorithm=" + algorithm
                                + ", nonce=\"" + NONCE + "\", opaque=\"" + OPAQUE + "\"")))
                .isTrue();
        String value = mufasa.credentials(
                        Header.AUTHORIZATION, "GET", "/dir/index.html", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
                .orElseThrow();
        DigestCredentials credentials = ((DigestCredentials.Valid) DigestCredentials.parse(value)).credentials();
        assertThat(credentials.response()).isEqualTo(response);
        assertThat(credentials.nonceCount()).isEqualTo(1);
        assertThat(value).contains("opaque=\"" + OPAQUE + '"').contains("qop=auth,");
    }

    @Test
    void nonceCountGrowsWithEachUseAndStartsAnewWithAnotherNonce() {
        assertThat(mufasa.credentials(Header.PROXY_AUTHORIZATION, "INVITE", "sip:a@b"))
                .isEmpty();
        mufasa.challenged(challenge(407, "Digest realm=\"r\", nonce=\"n1\", qop=\"auth\""));
        assertThat(next()).contains("nc=00000001").contains("nonce=\"n1\"");
        assertThat(next()).contains("nc=00000002");
        assertThat(mufasa.challenged(challenge(407, "Digest realm=\"r\", nonce=\"n2\", qop=\"auth\", stale=true")))
                .isTrue();
        assertThat(next()).contains("nc=00000001").contains("nonce=\"n2\"");
        assertThat(mufasa.credentials(Header.AUTHORIZATION, "INVITE", "sip:a@b"))
                .isEmpty();
    }

    @Test
    void challengeWithoutQopIsAnsweredAsOfRfc2069() {
        mufasa.challenged(challenge(407, "Digest realm=\"r\", nonce=\"n1\""));
        assertThat(next()).doesNotContain("qop").doesNotContain("nc=").contains("algorithm=MD5");
    }

    @Test
    void firstChallengeThatCanBeAnsweredIs() {
        SipMessage both = challenge(
                407,
                "Digest realm=\"r\", nonce=\"n1\", algorithm=TOKEN-1",
                "Digest realm=\"r\", nonce=\"n2\", algorithm=SHA-256, qop=\"auth\"",
                "Digest realm=\"r\", nonce=\"n3\", algorithm=MD5, qop=\"auth\"");
        assertThat(mufasa.challenged(both)).isTrue();
        assertThat(next()).contains("nonce=\"n2\"");
    }

    @Test
    void onlyTheRealmThatIsConfiguredGetsAnAnswer() {
        DigestClient careful = new DigestClient("u", "p", "trunk.example", new Random(1));
        assertThat(careful.challenged(challenge(401, "Digest realm=\"other\", nonce=\"n\"")))
                .isFalse();
        assertThat(careful.challenged(challenge(401, "Digest realm=\"trunk.example\", nonce=\"n\"")))
                .isTrue();
        assertThat(careful.challenged(challenge(401, "Basic realm=\"trunk.example\"")))
                .isFalse();
        assertThat(careful.challenged(challenge(401, "Digest realm=\"trunk.example\", nonce=\"n\", qop=\"auth-int\"")))
                .isFalse();
    }

    private String next() {
        return mufasa.credentials(Header.PROXY_AUTHORIZATION, "INVITE", "sip:a@b")
                .orElseThrow();
    }

    private static SipMessage challenge(int status, String... values) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Who\r\nVia: SIP/2.0/UDP e;branch=z9hG4bK1\r\n"
                + "From: <sip:a@b>;tag=1\r\nTo: <sip:a@b>;tag=2\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n");
        for (String value : values) {
            text.append(status == 401 ? "WWW-Authenticate: " : "Proxy-Authenticate: ")
                    .append(value)
                    .append("\r\n");
        }
        byte[] bytes = text.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        return ((Decoded.Complete) SipParser.datagram(bytes, 0, bytes.length)).message();
    }
}
