package org.p2psip.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Role;

class TrustTest {
    private static final Instant NOW = TestOverlay.BEGIN.plusSeconds(3600);

    private final TestOverlay overlay = new TestOverlay();
    private final MemberCertificate edge = overlay.member(Role.EDGE);

    @Test
    void memberOfTheOverlayIsGood() {
        assertThat(overlay.trust().check(edge.certificate(), NOW)).isEqualTo(new Standing.Good(edge.identity()));
    }

    @Test
    void certificateThatAnotherCaIssuedUnderTheSameNameIsForged() {
        TestOverlay other = new TestOverlay();
        assertThat(reason(other.member(Role.EDGE).certificate(), NOW)).contains("no CA of the overlay issued it");
    }

    @Test
    void nobodyIsTrustedBeforeThereIsACa() {
        assertThat(Trust.NOBODY.check(edge.certificate(), NOW)).isInstanceOf(Standing.Refused.class);
    }

    @Test
    void certificateIsGoodInItsTimeOnly() {
        assertThat(reason(edge.certificate(), TestOverlay.BEGIN.minus(Duration.ofHours(1))))
                .contains("not valid before");
        assertThat(reason(edge.certificate(), edge.end().plusSeconds(1))).contains("expired at " + edge.end());
    }

    @Test
    void certificateOfAnotherOverlayIsRefused() {
        MemberCertificate foreign = overlay.member("example.com", TestOverlay.BEGIN, Role.EDGE);
        assertThat(reason(foreign.certificate(), NOW)).contains("of the overlay example.com, not of example.org");
    }

    @Test
    void certificateOfTheCaIsNoMembers() {
        assertThat(reason(overlay.ca().certificate(), NOW)).contains("certificate of a CA");
    }

    @Test
    void revokedCertificateIsRefusedFromTheListOn() {
        overlay.revoke(edge);
        Trust informed = overlay.trust().with(List.of(overlay.list(NOW)));
        assertThat(informed.check(edge.certificate(), NOW)).isEqualTo(new Standing.Refused("it is revoked"));
        assertThat(informed.check(overlay.member(Role.EDGE).certificate(), NOW)).isInstanceOf(Standing.Good.class);
    }

    @Test
    void olderListDoesNotUndoARevocation() {
        X509CRL before = overlay.list(NOW.minusSeconds(60));
        overlay.revoke(edge);
        Trust informed = overlay.trust().with(List.of(overlay.list(NOW))).with(List.of(before));
        assertThat(informed.check(edge.certificate(), NOW)).isInstanceOf(Standing.Refused.class);
    }

    @Test
    void listOfAnotherCaRevokesNothing() {
        TestOverlay other = new TestOverlay();
        other.revoke(edge);
        Trust informed = overlay.trust().with(List.of(other.list(NOW)));
        assertThat(informed.lists()).isEmpty();
        assertThat(informed.check(edge.certificate(), NOW)).isInstanceOf(Standing.Good.class);
    }

    @Test
    void twoCasAreTrustedWhileOneFollowsTheOther() {
        TestOverlay next = new TestOverlay();
        Trust both = new Trust(
                TestOverlay.NAME, List.of(next.ca().certificate(), overlay.ca().certificate()), List.of());
        assertThat(both.check(edge.certificate(), NOW)).isInstanceOf(Standing.Good.class);
        assertThat(both.check(next.member(Role.EDGE).certificate(), NOW)).isInstanceOf(Standing.Good.class);
    }

    private String reason(X509Certificate certificate, Instant now) {
        assertThat(overlay.trust().check(certificate, now)).isInstanceOf(Standing.Refused.class);
        return ((Standing.Refused) overlay.trust().check(certificate, now)).reason();
    }

    @Test
    void fingerprintTrustsTheAuthorityThatAChainShowsAndNoOther() {
        MemberCertificate member = overlay.member(Role.PEER);
        X509Certificate[] chain = member.chain().toArray(X509Certificate[]::new);
        Fingerprint known = Fingerprint.of(overlay.ca().certificate());

        assertThat(known.in(chain).check(member.certificate(), NOW)).isInstanceOf(Standing.Good.class);
        MemberCertificate stranger = new TestOverlay().member(Role.PEER);
        X509Certificate[] mixed = {stranger.certificate(), overlay.ca().certificate()};
        assertThat(known.in(mixed).check(stranger.certificate(), NOW)).isInstanceOf(Standing.Refused.class);
        assertThat(known.in(stranger.chain().toArray(X509Certificate[]::new))).isEqualTo(Trust.NOBODY);
        assertThat(known.in(member.certificate())).isEqualTo(Trust.NOBODY);
    }
}
