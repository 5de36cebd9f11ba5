package org.p2psip.routing.service.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.Revocation.Reason;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.ring.NodeId;

class RevocationsTest extends EnrollmentScene {
    private static final Aor ALICE = new Aor("alice", "example.org");

    private static NodeId node(CertificateChain chain) {
        return NodeId.ofHex(chain.identity().nodeIds().getFirst()).orElseThrow();
    }

    @Test
    void revokedNodeIsOnTheListAndNotRenewedAlsoAfterARestart() throws Exception {
        CertificateChain first = granted(enroll(token("peer")));
        CertificateChain second = granted(renew(first));
        CertificateChain other = granted(enroll(token("peer")));
        assertThat(granted(enrollment.revocations().ofNode(node(first)))).isEqualTo(2);
        open(Optional.empty());
        X509CRL list = list();
        assertThat(list.isRevoked(first.certificate())).isTrue();
        assertThat(list.isRevoked(second.certificate())).isTrue();
        assertThat(list.isRevoked(other.certificate())).isFalse();
        assertRefused(renew(first), Cause.FORBIDDEN, "was revoked at 2026-01-01T00:00:00Z");
        granted(renew(other));
    }

    @Test
    void revokingAgainChangesNothingAndUnknownOnesAreNotFound() throws Exception {
        CertificateChain chain = granted(enroll(token("peer")));
        assertThat(granted(enrollment.revocations().ofSerial(chain.certificate().getSerialNumber())))
                .isEqualTo(1);
        assertThat(granted(enrollment.revocations().ofNode(node(chain)))).isZero();
        assertRefused(enrollment.revocations().ofSerial(BigInteger.TEN), Cause.NOT_FOUND, "serial number a");
        assertRefused(
                enrollment.revocations().ofNode(NodeId.ofHex("07".repeat(16)).orElseThrow()),
                Cause.NOT_FOUND,
                "Node-ID 0707");
        assertRefused(enrollment.revocations().ofUser("nobody@example.org"), Cause.NOT_FOUND, "user nobody");
    }

    @Test
    void listsAreNumberedWithoutGoingBackAndMadeAnewInTime() throws Exception {
        X509CRL first = list();
        assertThat(number(first)).isEqualTo(BigInteger.ONE);
        pass(Duration.ofHours(11));
        assertThat(list()).as("still good").isEqualTo(first);
        pass(Duration.ofHours(2));
        X509CRL second = list();
        assertThat(number(second)).isEqualTo(BigInteger.TWO);
        assertThat(second.getNextUpdate()).isAfter(first.getNextUpdate());
        open(Optional.empty());
        assertThat(number(list())).isEqualTo(BigInteger.valueOf(3));
        granted(enrollment.revocations().ofNode(node(granted(enroll(token("peer"))))));
        assertThat(number(list())).isEqualTo(BigInteger.valueOf(4));
    }

    @Test
    void certificateThatHasEndedLeavesTheList() throws Exception {
        CertificateChain chain = granted(enroll(token("peer")));
        granted(enrollment.revocations().ofNode(node(chain)));
        pass(Duration.ofDays(7).plusSeconds(1));
        assertThat(list().getRevokedCertificates()).isNull();
    }

    @Test
    void disabledUsersCertificateIsOnHoldUntilTheUserIsEnabled() throws Exception {
        CertificateChain chain = granted(
                enrollment.server().certify(ALICE, granted(enrollment.server().check(csr))));
        granted(enrollment.revocations().end(ALICE, Reason.HOLD));
        assertThat(list().isRevoked(chain.certificate())).isTrue();
        assertRefused(renew(chain), Cause.FORBIDDEN, "revoked");
        open(Optional.empty());
        assertThat(granted(enrollment.revocations().release(ALICE))).isEqualTo(1);
        assertThat(list().isRevoked(chain.certificate())).isFalse();
        granted(renew(chain));
    }

    @Test
    void withdrawnCertificateIsNeverReleased() throws Exception {
        CertificateChain chain = granted(
                enrollment.server().certify(ALICE, granted(enrollment.server().check(csr))));
        granted(enrollment.revocations().end(ALICE, Reason.HOLD));
        granted(enrollment.revocations().ofUser("alice@example.org"));
        granted(enrollment.revocations().end(ALICE, Reason.HOLD));
        assertThat(granted(enrollment.revocations().release(ALICE))).isZero();
        assertThat(list().isRevoked(chain.certificate())).isTrue();
    }
}
