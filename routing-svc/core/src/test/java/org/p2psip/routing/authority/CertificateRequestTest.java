package org.p2psip.routing.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.routing.authority.CertificateRequest.Parsed;

class CertificateRequestTest {
    static Stream<KeyPair> strong() {
        return Stream.of(
                Requests.ec("secp256r1"),
                Requests.ec("secp384r1"),
                Requests.ec("secp521r1"),
                Requests.rsa(2048),
                Requests.keys("Ed25519", 255));
    }

    @ParameterizedTest
    @MethodSource("strong")
    void requestWithAStrongKeyIsSound(KeyPair keys) {
        assertThat(CertificateRequest.parse(Requests.csr(keys)))
                .isInstanceOfSatisfying(
                        Parsed.Sound.class,
                        sound -> assertThat(sound.request().key()).isEqualTo(keys.getPublic()));
    }

    static Stream<Arguments> refused() {
        KeyPair keys = Requests.ec("secp256r1");
        KeyPair other = Requests.ec("secp256r1");
        KeyPair weak = Requests.rsa(1024);
        KeyPair rsa = Requests.rsa(2048);
        KeyPair dsa = Requests.keys("DSA", 2048);
        byte[] changed = Requests.csr(keys);
        changed[changed.length - 1] ^= 1;
        return Stream.of(
                Arguments.of("has 0 bytes", new byte[0]),
                Arguments.of("has 8193 bytes", new byte[8193]),
                Arguments.of("cannot be read", new byte[] {1, 2, 3}),
                Arguments.of("cannot be read", Arrays.copyOf(Requests.csr(keys), 100)),
                Arguments.of("not one by its key", Requests.csr(keys, other.getPrivate(), "SHA256withECDSA")),
                Arguments.of("RSA key has 1024 bits", Requests.csr(weak)),
                Arguments.of(
                        "signed with the algorithm 1.2.840.113549.1.1.5",
                        Requests.csr(rsa, rsa.getPrivate(), "SHA1withRSA")),
                Arguments.of("signed with the algorithm", Requests.csr(dsa, dsa.getPrivate(), "SHA256withDSA")),
                Arguments.of("not one by its key", changed));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void requestThatProvesNothingIsRefused(String why, byte[] csr) {
        assertThat(CertificateRequest.parse(csr))
                .isInstanceOfSatisfying(Parsed.Refused.class, refused -> assertThat(refused.message())
                        .contains(why));
    }

    @Test
    void damagedRequestIsNeverABug() {
        byte[] good = Requests.csr(Requests.ec("secp256r1"));
        Random random = new Random(4);
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = Arrays.copyOf(good, good.length - (round % 3 == 0 ? random.nextInt(good.length) : 0));
            for (int i = 0; i <= random.nextInt(4) && damaged.length > 0; i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            if (!Arrays.equals(damaged, good)) {
                assertThat(CertificateRequest.parse(damaged))
                        .as("round %d", round)
                        .isNotNull();
            }
        }
    }
}
