package org.p2psip.routing.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.authority.TrustedAuthorities.Step;

/** The roll-over from one CA to the next. */
class TrustedAuthoritiesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);

    private final CertificateAuthority first = CertificateAuthority.make("example.org", NOW, YEAR);
    private final CertificateAuthority second = CertificateAuthority.make("example.org", NOW, YEAR);
    private final TrustedAuthorities before = TrustedAuthorities.only(first);

    private static X509Certificate issue(CertificateAuthority ca) {
        Identity identity = new Identity(
                "example.org", List.of("01".repeat(16)), "x@example.org", Set.of(Role.PEER), Optional.of("home"));
        return ca.issue(identity, Requests.ec("secp256r1").getPublic(), NOW, YEAR);
    }

    @Test
    void certificatesOfBothAreTrustedFromPreparationToRetirement() {
        X509Certificate old = issue(first);
        X509Certificate fresh = issue(second);
        assertThat(before.issuerOf(old)).contains(first);
        assertThat(before.issuerOf(fresh)).isEmpty();

        TrustedAuthorities prepared = before.prepare(second);
        assertThat(prepared.signing()).isEqualTo(first);
        assertThat(prepared.all()).containsExactly(first, second);
        assertThat(prepared.issuerOf(fresh)).contains(second);

        TrustedAuthorities active = prepared.activate();
        assertThat(active.signing()).isEqualTo(second);
        assertThat(active.all()).containsExactly(second, first);
        assertThat(active.issuerOf(old)).contains(first);

        TrustedAuthorities retired = active.retire();
        assertThat(retired.all()).containsExactly(second);
        assertThat(retired.issuerOf(old)).isEmpty();
        assertThat(retired.issuerOf(fresh)).contains(second);
    }

    @Test
    void stepsComeInTheirOrder() {
        assertThat(before.nextStep()).isEqualTo(Step.PREPARE);
        assertThat(before.prepare(second).nextStep()).isEqualTo(Step.ACTIVATE);
        assertThat(before.prepare(second).activate().nextStep()).isEqualTo(Step.RETIRE);
        assertThatThrownBy(before::activate).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(before::retire).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> before.prepare(second).prepare(second)).isInstanceOf(IllegalStateException.class);
    }
}
