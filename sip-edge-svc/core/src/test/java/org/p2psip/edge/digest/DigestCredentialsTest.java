package org.p2psip.edge.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigestCredentialsTest {
    private static final String RESPONSE = "response=\"0123456789abcdef0123456789ABCDEF\"";
    private static final String VALUE =
            "Digest username=\"bob\", realm=\"example.org\", nonce=\"abc\", " + "uri=\"sip:example.org\", " + RESPONSE;

    private static DigestCredentials valid(String value) {
        assertThat(DigestCredentials.parse(value)).isInstanceOf(DigestCredentials.Valid.class);
        return ((DigestCredentials.Valid) DigestCredentials.parse(value)).credentials();
    }

    @Test
    void everyPartIsRead() {
        DigestCredentials credentials =
                valid(VALUE + ", algorithm=md5, qop=AUTH, nc=000000ff, cnonce=\"a,\\\"b\", opaque=\"\"");

        assertThat(credentials.username()).isEqualTo("bob");
        assertThat(credentials.realm()).isEqualTo("example.org");
        assertThat(credentials.nonce()).isEqualTo("abc");
        assertThat(credentials.uri()).isEqualTo("sip:example.org");
        assertThat(credentials.qop()).isEqualTo("auth");
        assertThat(credentials.nonceCount()).isEqualTo(255);
        assertThat(credentials.cnonce()).isEqualTo("a,\"b");
    }

    @Test
    void withoutAlgorithmAndQopItIsMd5OfRfc2069() {
        DigestCredentials credentials = valid(VALUE);

        assertThat(credentials.algorithm()).isEqualTo(DigestAlgorithm.MD5);
        assertThat(credentials.qop()).isNull();
        assertThat(credentials.nonceCount()).isZero();
        assertThat(credentials.cnonce()).isNull();
        assertThat(credentials.response()).isEqualTo("0123456789abcdef0123456789abcdef");
    }

    @Test
    void namesAreUnicodeAndQuotesMayBeLeftOut() {
        DigestCredentials credentials =
                valid("digest  username = \"b\\\"\u00c3\u00b6b\" ,realm=x,nonce=a/b+c==,uri=sip:a@b;lr,"
                        + RESPONSE.replace("\"", ""));

        assertThat(credentials.username()).isEqualTo("b\"öb");
        assertThat(credentials.nonce()).isEqualTo("a/b+c==");
        assertThat(credentials.uri()).isEqualTo("sip:a@b;lr");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Digest|no list of name=value",
                "Digest |no list of name=value",
                "Digest username|no list of name=value",
                "Digest username=|no list of name=value",
                "Digest =bob|no list of name=value",
                "Digest username=\"bob|no list of name=value",
                "Digest username=\"bob\" realm=\"x\"|no list of name=value",
                "Digest username=\"bob\", username=\"bob\"|no list of name=value",
                "Digest username=\"bob\",|no list of name=value",
                "Digest username=\"bob\"|without realm",
                "Digest username=\"b\", realm=\"r\", nonce=\"n\", uri=\"u\"|without response",
                "Digest username=\"b\", realm=\"r\", nonce=\"n\", uri=\"u\", response=\"0123\"|not 32 hex digits",
                "Digest username=\"\u00ff\", realm=\"r\", nonce=\"n\", uri=\"u\", "
                        + "response=\"0123456789abcdef0123456789abcdef\"|not UTF-8"
            })
    void malformedIsAValue(String value, String reason) {
        assertThat(DigestCredentials.parse(value))
                .isInstanceOfSatisfying(DigestCredentials.Malformed.class, malformed -> assertThat(malformed.reason())
                        .contains(reason));
    }

    @ParameterizedTest
    @CsvSource({
        "'qop=auth, nc=1, cnonce=c',8 hex digits", "'qop=auth, cnonce=c',8 hex digits",
        "'qop=auth, nc=00000000, cnonce=c',8 hex digits", "'qop=auth, nc=0000000g, cnonce=c',8 hex digits",
        "'qop=auth, nc=00000001',without cnonce", "'algorithm=SHA-256',not 64 hex digits"
    })
    void malformedOptionsAreAValue(String options, String reason) {
        assertThat(DigestCredentials.parse(VALUE + ", " + options))
                .isInstanceOfSatisfying(DigestCredentials.Malformed.class, malformed -> assertThat(malformed.reason())
                        .contains(reason));
    }

    @Test
    void responseOfOtherCharactersIsMalformed() {
        assertThat(DigestCredentials.parse(VALUE.replace("0123", "012g")))
                .isInstanceOf(DigestCredentials.Malformed.class);
    }

    // RFC 4475 regaut01, and what is not offered
    @ParameterizedTest
    @CsvSource({
        "NoOneKnowsThisScheme opaque-data=here,scheme NoOneKnowsThisScheme",
        "Basic,scheme Basic",
        "'',an empty value",
        "V; algorithm=MD5-sess,algorithm MD5-sess",
        "V; qop=auth-conf,qop auth-conf",
        "V; userhash=true,hashed or encoded user names",
        "V; username*=UTF-8''b,hashed or encoded user names"
    })
    void unsupportedIsNotMalformed(String value, String what) {
        assertThat(DigestCredentials.parse(value.replace("V;", VALUE + ",")))
                .isEqualTo(new DigestCredentials.Unsupported(what));
    }

    @Test
    void challengesComeInTheOrderOffered() {
        assertThat(DigestChallenge.values(
                        List.of(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5), "example.org", "n1", "auth", false))
                .containsExactly(
                        "Digest realm=\"example.org\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"",
                        "Digest realm=\"example.org\", nonce=\"n1\", algorithm=MD5, qop=\"auth\"");
        assertThat(new DigestChallenge("a \"b\\c\"", "n", DigestAlgorithm.SHA_512_256, "auth,auth-int", true))
                .hasToString("Digest realm=\"a \\\"b\\\\c\\\"\", nonce=\"n\", stale=true, algorithm=SHA-512-256, "
                        + "qop=\"auth,auth-int\"");
    }
}
