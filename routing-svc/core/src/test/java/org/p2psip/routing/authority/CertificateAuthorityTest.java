package org.p2psip.routing.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.SignatureException;
import java.security.cert.CRLReason;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;

class CertificateAuthorityTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Identity PEER = new Identity(
            "example.org",
            List.of("0123456789abcdef0123456789abcdef", "11111111111111111111111111111111"),
            "0123456789abcdef0123456789abcdef@example.org",
            Set.of(Role.PEER, Role.STORE),
            Optional.of("home"));

    private final CertificateAuthority ca = CertificateAuthority.make("example.org", NOW, Duration.ofDays(3650));
    private final KeyPair keys = Requests.ec("secp256r1");

    @Test
    void certificateSaysWhatTheIdentityIsAndNothingElse() throws Exception {
        X509Certificate issued = ca.issue(PEER, keys.getPublic(), NOW, DAY);
        assertThat(Identity.of(issued)).isEqualTo(new Identity.Reading.Known(PEER));
        assertThat(issued.getPublicKey()).isEqualTo(keys.getPublic());
        assertThat(issued.getSubjectX500Principal().getName())
                .as("RFC 6940 section 11.3")
                .isEmpty();
        assertThat(issued.getCriticalExtensionOIDs())
                .as("alternative names are critical as the subject is empty (RFC 5280 section 4.1.2.6)")
                .contains(Extension.subjectAlternativeName.getId());
        assertThat(issued.getSubjectAlternativeNames()).hasSize(3);
        assertThat(issued.getBasicConstraints()).as("no CA").isEqualTo(-1);
        assertThat(issued.getNotAfter()).isEqualTo(Date.from(NOW.plus(DAY)));
        assertThat(issued.getNotBefore()).isEqualTo(Date.from(NOW.minus(CertificateAuthority.CLOCK_SKEW)));
        assertThat(issued.getSerialNumber().bitLength()).isEqualTo(128);
        assertThat(issued.getExtendedKeyUsage()).contains("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
    }

    @Test
    void userIsNoServer() throws Exception {
        Identity alice =
                new Identity("example.org", PEER.nodeIds(), "alice@example.org", Set.of(Role.USER), Optional.empty());
        X509Certificate issued = ca.issue(alice, keys.getPublic(), NOW, DAY);
        assertThat(Identity.of(issued)).isEqualTo(new Identity.Reading.Known(alice));
        assertThat(issued.getExtendedKeyUsage()).containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.2", Role.USER.purpose());
    }

    @Test
    void certificateNeverOutlivesItsAuthority() {
        X509Certificate issued =
                ca.issue(PEER, keys.getPublic(), NOW.plus(Duration.ofDays(3649)), DAY.multipliedBy(30));
        assertThat(issued.getNotAfter()).isEqualTo(ca.certificate().getNotAfter());
    }

    @Test
    void chainIsValidForOthersUntilItIsRevokedAndItsListIsNumbered() throws Exception {
        X509Certificate issued = ca.issue(PEER, keys.getPublic(), NOW, DAY);
        X509Certificate other = ca.issue(PEER, keys.getPublic(), NOW, DAY);
        Revocation revocation = new Revocation(other.getSerialNumber(), NOW, Revocation.Reason.WITHDRAWN);
        X509CRL list = ca.revocationList(BigInteger.TWO, List.of(revocation), NOW, NOW.plus(DAY));
        list.verify(ca.certificate().getPublicKey());
        assertThatCode(() -> validate(issued, list, NOW)).doesNotThrowAnyException();
        assertThatThrownBy(() -> validate(other, list, NOW.plusSeconds(1)))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("revoked");
        assertThatThrownBy(() -> validate(issued, list, NOW.plus(DAY.multipliedBy(2))))
                .isInstanceOf(CertPathValidatorException.class);
        assertThat(RevocationListNumber.of(list)).contains(BigInteger.TWO);
        assertThat(list.getNextUpdate()).isEqualTo(Date.from(NOW.plus(DAY)));
    }

    @Test
    void listTellsAHoldFromAWithdrawal() {
        BigInteger held = BigInteger.valueOf(7);
        X509CRL list = ca.revocationList(
                BigInteger.ONE, List.of(new Revocation(held, NOW, Revocation.Reason.HOLD)), NOW, NOW.plus(DAY));
        assertThat(list.getRevokedCertificate(held).getRevocationReason()).isEqualTo(CRLReason.CERTIFICATE_HOLD);
    }

    @Test
    void certificateOfAnotherAuthorityOfTheSameNameIsNotOwn() {
        CertificateAuthority other = CertificateAuthority.make("example.org", NOW, DAY);
        X509Certificate foreign = other.issue(PEER, keys.getPublic(), NOW, DAY);
        assertThat(ca.hasIssued(foreign)).isFalse();
        assertThat(other.hasIssued(foreign)).isTrue();
        assertThatThrownBy(() -> foreign.verify(ca.certificate().getPublicKey()))
                .isInstanceOf(SignatureException.class);
    }

    @Test
    void authorityOfFilesIsCheckedBeforeItIsUsed() {
        assertThat(ca.problems(NOW)).isEmpty();
        assertThat(ca.problems(NOW.plus(Duration.ofDays(3651))))
                .singleElement()
                .asString()
                .contains("ended on");
        CertificateAuthority other = CertificateAuthority.make("example.org", NOW, DAY);
        assertThat(new CertificateAuthority(ca.certificate(), other.key()).problems(NOW))
                .containsExactly("its key does not belong to its certificate");
        assertThat(new CertificateAuthority(ca.certificate(), Requests.rsa(2048).getPrivate()).problems(NOW))
                .containsExactly("its key does not belong to its certificate");
        X509Certificate leaf = ca.issue(PEER, keys.getPublic(), NOW, DAY);
        assertThat(new CertificateAuthority(leaf, keys.getPrivate()).problems(NOW))
                .anySatisfy(problem -> assertThat(problem).contains("not that of a CA"));
    }

    @Test
    void keysAndCertificatesSurviveAsText() {
        assertThat(Pem.certificate(Pem.write(ca.certificate()))).contains(ca.certificate());
        assertThat(Pem.privateKey(Pem.write(ca.key()))).contains(ca.key());
        X509CRL list = ca.revocationList(BigInteger.ONE, List.of(), NOW, NOW.plus(DAY));
        assertThat(Pem.revocationList(Pem.write(list))).contains(list);
        assertThat(Pem.revocationList(Pem.write(ca.certificate()))).isEmpty();
        assertThat(Pem.certificate("no PEM")).isEmpty();
        assertThat(Pem.privateKey(Pem.write(ca.certificate()))).isEmpty();
        assertThat(ca.toString()).doesNotContain("PrivateKey").contains("CA of example.org");
    }

    private void validate(X509Certificate certificate, X509CRL list, Instant when) throws Exception {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(List.of(certificate));
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(ca.certificate(), null)));
        parameters.setDate(Date.from(when));
        parameters.addCertStore(
                CertStore.getInstance("Collection", new CollectionCertStoreParameters(new ArrayList<>(List.of(list)))));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }
}
