package org.p2psip.routing.service.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.TrustedAuthorities.Step;
import org.p2psip.routing.service.config.StartRefused;

class RollOverTest extends EnrollmentScene {
    private List<X509Certificate> roll(Step step) throws Exception {
        granted(enrollment.revocations().rollOver(step, false));
        open(Optional.empty());
        return enrollment.authorities().certificates();
    }

    @Test
    void nodesMoveToTheNextAuthorityWithoutAGap() throws Exception {
        CertificateChain old = granted(enroll(token("peer")));
        X509Certificate first = old.authority();
        List<X509Certificate> prepared = roll(Step.PREPARE);
        assertThat(prepared).hasSize(2).first().isEqualTo(first);
        assertThat(granted(enroll(token("peer"))).authority())
                .as("the old one signs")
                .isEqualTo(first);

        List<X509Certificate> active = roll(Step.ACTIVATE);
        assertThat(active).containsExactly(prepared.get(1), first);
        CertificateChain renewed = granted(renew(old));
        assertThat(renewed.authority()).as("the new one signs").isEqualTo(active.getFirst());
        assertThat(renewed.identity()).isEqualTo(old.identity());
        renewed.certificate().verify(active.getFirst().getPublicKey());

        assertRefused(enrollment.revocations().rollOver(Step.RETIRE, false), Cause.WRONG_STATE, "still valid");
        pass(Duration.ofDays(8));
        assertThat(roll(Step.RETIRE)).containsExactly(active.getFirst());
        assertThat(enrollment.authorities().steps()).isEqualTo(3);
        assertRefused(renew(old), Cause.FORBIDDEN, "has ended");
    }

    @Test
    void certificateOfTheAuthorityBeforeCanStillBeRevoked() throws Exception {
        CertificateChain old = granted(enroll(token("peer")));
        roll(Step.PREPARE);
        roll(Step.ACTIVATE);
        granted(enrollment.revocations().ofSerial(old.certificate().getSerialNumber()));
        List<X509CRL> lists = granted(enrollment.revocations().lists());
        assertThat(lists).hasSize(2);
        assertThat(lists.get(1).getIssuerX500Principal())
                .isEqualTo(old.authority().getSubjectX500Principal());
        lists.get(1).verify(old.authority().getPublicKey());
        assertThat(lists.get(1).isRevoked(old.certificate())).isTrue();
    }

    @Test
    void forceRetiresAnAuthorityInUseAndItsKeyIsGone() throws Exception {
        CertificateChain old = granted(enroll(token("peer")));
        roll(Step.PREPARE);
        roll(Step.ACTIVATE);
        granted(enrollment.revocations().rollOver(Step.RETIRE, true));
        assertRefused(renew(old), Cause.FORBIDDEN, "no CA of this overlay");
        try (Stream<Path> files = Files.list(directory().resolve("authorities"))) {
            assertThat(files).as("roles, certificate and key").hasSize(3);
        }
    }

    @Test
    void stepsOutOfOrderAreRefused() throws Exception {
        assertRefused(enrollment.revocations().rollOver(Step.ACTIVATE, true), Cause.WRONG_STATE, "that is PREPARE");
        assertRefused(enrollment.revocations().rollOver(Step.RETIRE, true), Cause.WRONG_STATE, "that is PREPARE");
        roll(Step.PREPARE);
        assertRefused(enrollment.revocations().rollOver(Step.PREPARE, true), Cause.WRONG_STATE, "that is ACTIVATE");
    }

    @Test
    void givenAuthorityIsUsedAndAnotherOneLaterIsTheNext() throws Exception {
        Path other = parent.resolve("other");
        CertificateAuthority first = CertificateAuthority.make("example.org", now, Duration.ofDays(90));
        CertificateAuthority second = CertificateAuthority.make("example.org", now, Duration.ofDays(90));
        CertificateAuthority third = CertificateAuthority.make("example.org", now, Duration.ofDays(90));
        Authorities authorities = given(other, first);
        assertThat(authorities.certificates()).containsExactly(first.certificate());
        assertThat(given(other, first).steps()).isZero();
        authorities = given(other, second);
        assertThat(authorities.certificates()).containsExactly(first.certificate(), second.certificate());
        assertThat(authorities.trusted().nextStep()).isEqualTo(Step.ACTIVATE);
        assertThatThrownBy(() -> given(other, third))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("third CA");
        Enrollment opened = Enrollment.open(other, SETTINGS, Optional.of(second), () -> now);
        granted(opened.revocations().rollOver(Step.ACTIVATE, false));
        granted(opened.revocations().rollOver(Step.RETIRE, false));
        assertThat(opened.authorities().certificates()).containsExactly(second.certificate());
        assertRefused(
                opened.revocations().rollOver(Step.PREPARE, false), Cause.WRONG_STATE, "given by p2psip.enrollment");
    }

    private Authorities given(Path directory, CertificateAuthority ca) throws Exception {
        return Enrollment.open(directory, SETTINGS, Optional.of(ca), () -> now).authorities();
    }
}
