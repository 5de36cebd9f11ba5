package org.p2psip.tls.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.p2psip.tls.Fingerprint;

class TokenTextTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final String FINGERPRINT = "ab".repeat(32);

    @Test
    void whatFollowsATokenIsTheFingerprintAndNothingOfThatGoesToTheServer() throws Exception {
        TokenText known = new TokenText(TOKEN, Optional.of(new Fingerprint(FINGERPRINT)));
        assertThat(TokenText.parse(TOKEN + "." + FINGERPRINT)).isEqualTo(known);
        assertThat(TokenText.parse(TOKEN + "." + FINGERPRINT + ".site.of.many\n"))
                .isEqualTo(known);
        assertThat(TokenText.parse(TOKEN + "\n")).isEqualTo(new TokenText(TOKEN, Optional.empty()));
        assertThatThrownBy(() -> TokenText.parse(TOKEN + ".short"))
                .isInstanceOf(EnrollmentFailure.class)
                .hasMessageContaining("5 characters");
    }

    @Test
    void tokenOfAServiceAccountGoesAsItIs() throws Exception {
        assertThat(TokenText.parse("eyJhbGciOi.eyJpc3Mi.c2lnbmVk"))
                .isEqualTo(new TokenText("eyJhbGciOi.eyJpc3Mi.c2lnbmVk", Optional.empty()));
    }
}
