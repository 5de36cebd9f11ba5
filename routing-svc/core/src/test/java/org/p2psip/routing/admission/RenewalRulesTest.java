package org.p2psip.routing.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.Requests;
import org.p2psip.routing.authority.Revocation;
import org.p2psip.routing.authority.TrustedAuthorities;

class RenewalRulesTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Identity PEER = new Identity(
            "example.org", List.of("01".repeat(16)), "x@example.org", Set.of(Role.PEER), Optional.of("home"));

    private final CertificateAuthority ca = CertificateAuthority.make("example.org", NOW, DAY.multipliedBy(100));
    private final TrustedAuthorities trusted = TrustedAuthorities.only(ca);
    private final KeyPair oldKeys = Requests.ec("secp256r1");
    private final X509Certificate old = ca.issue(PEER, oldKeys.getPublic(), NOW, DAY);
    private final byte[] csr = Requests.csr(Requests.ec("secp256r1"));
    private final byte[] signature = Requests.sign(oldKeys.getPrivate(), csr);

    private static void assertForbidden(Ruling<Identity> ruling, String why) {
        assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
            assertThat(refused.cause()).isEqualTo(Cause.FORBIDDEN);
            assertThat(refused.message()).contains(why);
        });
    }

    private Ruling<Identity> renew(X509Certificate certificate, byte[] signedBy, Instant when) {
        return RenewalRules.renew(certificate, trusted, Optional.empty(), csr, signedBy, when);
    }

    @Test
    void holderKeepsNodeIdRolesAndSite() {
        assertThat(renew(old, signature, NOW.plus(DAY))).isEqualTo(Ruling.granted(PEER));
    }

    @Test
    void whoOnlyHasTheCertificateGetsNothing() {
        KeyPair thief = Requests.ec("secp256r1");
        assertForbidden(renew(old, Requests.sign(thief.getPrivate(), csr), NOW), "not one by the key");
        assertForbidden(renew(old, new byte[0], NOW), "not one by the key");
        byte[] another = Requests.sign(oldKeys.getPrivate(), new byte[] {1});
        assertForbidden(renew(old, another, NOW), "not one by the key");
    }

    @Test
    void expiredForgedAndRevokedCertificatesAreNotRenewed() {
        assertForbidden(renew(old, signature, NOW.plus(DAY).plusSeconds(1)), "ended at 2026-01-02T00:00:00Z");
        CertificateAuthority foreign = CertificateAuthority.make("example.org", NOW, DAY);
        X509Certificate forged = foreign.issue(PEER, oldKeys.getPublic(), NOW, DAY);
        assertForbidden(renew(forged, signature, NOW), "no CA of this overlay");
        Revocation revocation = new Revocation(old.getSerialNumber(), NOW, Revocation.Reason.WITHDRAWN);
        assertForbidden(
                RenewalRules.renew(old, trusted, Optional.of(revocation), csr, signature, NOW), "was revoked at");
    }

    @Test
    void certificateOfTheAuthorityBeforeIsRenewedDuringARollOver() {
        CertificateAuthority next = CertificateAuthority.make("example.org", NOW, DAY);
        TrustedAuthorities rolling = trusted.prepare(next).activate();
        assertThat(RenewalRules.renew(old, rolling, Optional.empty(), csr, signature, NOW))
                .isEqualTo(Ruling.granted(PEER));
        assertForbidden(
                RenewalRules.renew(old, rolling.retire(), Optional.empty(), csr, signature, NOW),
                "no CA of this overlay");
    }
}
