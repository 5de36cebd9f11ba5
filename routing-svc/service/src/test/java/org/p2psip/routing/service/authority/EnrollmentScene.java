package org.p2psip.routing.service.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.RevocationListNumber;

/** An enrollment server on a directory and a clock of the test's own. */
abstract class EnrollmentScene {
    static final Duration HOUR = Duration.ofHours(1);
    static final EnrollmentSettings SETTINGS = new EnrollmentSettings(
            "example.org",
            "home",
            HOUR.multipliedBy(168),
            HOUR.multipliedBy(2160),
            HOUR.multipliedBy(87_600),
            HOUR.multipliedBy(24));

    @TempDir
    Path parent;

    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final KeyPair keys = Requests.keys();
    final byte[] csr = Requests.csr(keys);
    Enrollment enrollment;

    @BeforeEach
    void start() throws IOException {
        open(Optional.empty());
    }

    /** As after a crash: nothing was told to the one before. */
    void open(Optional<CertificateAuthority> given) throws IOException {
        enrollment = Enrollment.open(directory(), SETTINGS, given, () -> now);
    }

    Path directory() {
        return parent.resolve("data").resolve("ca");
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    String token(String... roles) throws IOException {
        return granted(enrollment.server().createToken(List.of(roles), "", 0, 1))
                .token()
                .text();
    }

    Ruling<CertificateChain> enroll(String token) throws IOException {
        return enrollment.server().enroll(csr, token, List.of(), "", 0);
    }

    Ruling<CertificateChain> renew(CertificateChain old) throws IOException, CertificateEncodingException {
        byte[] next = Requests.csr(Requests.keys());
        return enrollment.server().renew(next, old.certificate().getEncoded(), Requests.sign(keys.getPrivate(), next));
    }

    X509CRL list() throws IOException {
        return granted(enrollment.revocations().lists()).getFirst();
    }

    static BigInteger number(X509CRL list) {
        return RevocationListNumber.of(list).orElseThrow();
    }

    static <T> T granted(Ruling<T> ruling) {
        assertThat(ruling).isInstanceOf(Ruling.Granted.class);
        return ((Ruling.Granted<T>) ruling).value();
    }

    static void assertRefused(Ruling<?> ruling, Ruling.Cause cause, String why) {
        assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
            assertThat(refused.cause()).isEqualTo(cause);
            assertThat(refused.message()).contains(why);
        });
    }
}
