package org.p2psip.edge.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NonceTest {
    private static final long NOW = 1_767_225_600_000L;
    private static final long LIFETIME = 300_000;
    private static final int SOURCE = 0xc6336401;
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final NonceSigner signer = new NonceSigner(SECRET, 7, LIFETIME);

    @Test
    void nonceIsValidForItsLifetime() {
        String nonce = signer.issue(NOW, SOURCE);

        assertThat(signer.verify(nonce, NOW)).isEqualTo(new Nonce.Valid(new Nonce(NOW, 7, 0, SOURCE)));
        assertThat(signer.verify(nonce, NOW + LIFETIME)).isInstanceOf(Nonce.Valid.class);
        assertThat(signer.verify(nonce, NOW + LIFETIME + 1)).isEqualTo(new Nonce.Stale(new Nonce(NOW, 7, 0, SOURCE)));
    }

    @Test
    void nonceFromTheFutureIsStale() {
        assertThat(signer.verify(signer.issue(NOW, SOURCE), NOW - LIFETIME - 1)).isInstanceOf(Nonce.Stale.class);
        assertThat(signer.verify(signer.issue(NOW, SOURCE), NOW - 1000)).isInstanceOf(Nonce.Valid.class);
    }

    @Test
    void nonceOfAnotherEdgeIsStaleAndNotForged() {
        NonceSigner other = new NonceSigner(SECRET, 8, LIFETIME);

        assertThat(other.verify(signer.issue(NOW, SOURCE), NOW))
                .isEqualTo(new Nonce.Stale(new Nonce(NOW, 7, 0, SOURCE)));
    }

    @Test
    void nonceOfAnotherSecretIsForged() {
        byte[] otherSecret = SECRET.clone();
        otherSecret[31] ^= 1;
        NonceSigner other = new NonceSigner(otherSecret, 7, LIFETIME);

        assertThat(other.verify(signer.issue(NOW, SOURCE), NOW)).isEqualTo(new Nonce.Forged());
    }

    @Test
    void everyChangedCharacterIsAForgery() {
        String nonce = signer.issue(NOW, SOURCE);
        for (int i = 0; i < nonce.length(); i++) {
            char changed = nonce.charAt(i) == 'A' ? 'Q' : 'A';
            String forged = nonce.substring(0, i) + changed + nonce.substring(i + 1);
            assertThat(signer.verify(forged, NOW)).as(forged).isEqualTo(new Nonce.Forged());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "abc",
                "dcd98b7102dd2f0e8b11d0f600bfb0c093",
                "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!"
            })
    void whatIsNoNonceIsForged(String text) {
        assertThat(signer.verify(text, NOW)).isEqualTo(new Nonce.Forged());
    }

    @Test
    void noncesOfOneMomentDiffer() {
        Set<String> nonces = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            nonces.add(signer.issue(NOW, SOURCE));
        }

        assertThat(nonces).hasSize(1000);
    }

    @Test
    void shortSecretIsRefused() {
        assertThatThrownBy(() -> new NonceSigner(new byte[31], 7, LIFETIME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("31");
    }
}
