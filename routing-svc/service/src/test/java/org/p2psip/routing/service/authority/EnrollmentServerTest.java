package org.p2psip.routing.service.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.CertificateRequest;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.service.config.StartRefused;

class EnrollmentServerTest extends EnrollmentScene {
    @Test
    void tokenGivesOneCertificateWithNodeIdRolesAndSite() throws Exception {
        CertificateChain chain = granted(enroll(token("peer", "store")));
        assertThat(Identity.of(chain.certificate())).isInstanceOfSatisfying(Identity.Reading.Known.class, known -> {
            assertThat(known.identity().overlay()).isEqualTo("example.org");
            assertThat(known.identity().nodeIds()).hasSize(1);
            assertThat(known.identity().roles()).isEqualTo(Set.of(Role.PEER, Role.STORE));
            assertThat(known.identity().site()).contains("home");
        });
        assertThat(chain.authority())
                .isEqualTo(enrollment.authorities().certificates().getFirst());
        assertThat(chain.renewAt()).as("two thirds of a week").isEqualTo(now.plus(Duration.ofHours(112)));
    }

    @Test
    void tokenIsGoodOnceAlsoAfterACrash() throws Exception {
        String token = token("peer");
        granted(enroll(token));
        assertRefused(enroll(token), Cause.FORBIDDEN, "was used");
        open(Optional.empty());
        assertRefused(enroll(token), Cause.FORBIDDEN, "was used");
    }

    /** As an invitation for a whole node: each service takes the role that is its own. */
    @Test
    void tokenForSeveralIsGoodForSoManyAlsoAfterACrash() throws Exception {
        String token = granted(enrollment.server().createToken(List.of("peer", "edge", "store"), "far", 0, 3))
                .token()
                .text();
        assertThat(granted(enrollment.server().enroll(csr, token, List.of("peer"), "", 0))
                        .identity()
                        .roles())
                .isEqualTo(Set.of(Role.PEER));
        open(Optional.empty());
        granted(enrollment.server().enroll(csr, token, List.of("edge"), "", 0));
        open(Optional.empty());
        granted(enrollment.server().enroll(csr, token, List.of("store"), "", 0));
        assertRefused(enroll(token), Cause.FORBIDDEN, "was used");
        open(Optional.empty());
        assertRefused(enroll(token), Cause.FORBIDDEN, "was used");
        assertRefused(
                enrollment.server().createToken(List.of("peer"), "", 0, 1_001), Cause.INVALID, "expected 1 to 1000");
    }

    @Test
    void tokenThatWasNotUsedSurvivesACrash() throws Exception {
        String token = token("peer");
        open(Optional.empty());
        granted(enroll(token));
    }

    @Test
    void refusedRequestLeavesTheTokenGood() throws Exception {
        String token = token("peer");
        assertRefused(
                enrollment.server().enroll(new byte[] {1}, token, List.of(), "", 0), Cause.INVALID, "cannot be read");
        assertRefused(
                enrollment.server().enroll(csr, token, List.of("operator"), "", 0),
                Cause.FORBIDDEN,
                "not for operator");
        assertRefused(enrollment.server().enroll(csr, token, List.of(), "", 99), Cause.INVALID, "99 Node-IDs");
        granted(enroll(token));
    }

    @Test
    void unknownAndExpiredTokensAreRefused() throws Exception {
        assertRefused(enroll("0".repeat(32)), Cause.FORBIDDEN, "not known");
        assertRefused(enroll("../authorities/roles"), Cause.FORBIDDEN, "not known");
        assertRefused(enroll(""), Cause.FORBIDDEN, "not known");
        String token = token("peer");
        pass(HOUR);
        assertRefused(enroll(token), Cause.FORBIDDEN, "expired at 2026-01-01T01:00:00Z");
    }

    @Test
    void tokenIsNowhereOnDisk() throws Exception {
        String token = token("operator");
        try (Stream<Path> files = Files.walk(directory())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(file.toString()).doesNotContain(token);
                assertThat(Files.readString(file)).doesNotContain(token);
            }
        }
    }

    @Test
    void expiredTokensAreForgottenWhenNewOnesAreMade() throws Exception {
        token("peer");
        granted(enroll(token("peer")));
        pass(HOUR.multipliedBy(2));
        token("peer");
        try (Stream<Path> files = Files.list(directory().resolve("tokens"))) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void filesAreForTheirOwnerAlone() throws IOException {
        token("peer");
        try (Stream<Path> files = Files.walk(directory())) {
            for (Path file : files.toList()) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .as(file.toString())
                        .isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------");
            }
        }
    }

    @Test
    void renewedCertificateHasTheSameNodeIdAndTheNewKey() throws Exception {
        CertificateChain first = granted(enroll(token("peer")));
        pass(Duration.ofDays(5));
        CertificateChain second = granted(renew(first));
        assertThat(second.identity()).isEqualTo(first.identity());
        assertThat(second.certificate().getPublicKey())
                .isNotEqualTo(first.certificate().getPublicKey());
        assertThat(second.certificate().getNotAfter())
                .isAfter(first.certificate().getNotAfter());
        assertThat(second.certificate().getSerialNumber())
                .isNotEqualTo(first.certificate().getSerialNumber());
    }

    @Test
    void certificateThatHasEndedIsNotRenewed() throws Exception {
        CertificateChain chain = granted(enroll(token("peer")));
        pass(Duration.ofDays(7).plusSeconds(1));
        assertRefused(renew(chain), Cause.FORBIDDEN, "ended at");
        open(Optional.empty());
        assertRefused(renew(chain), Cause.FORBIDDEN, "has ended");
    }

    @Test
    void certificateThatCannotBeReadIsRefused() throws Exception {
        assertRefused(
                enrollment.server().renew(csr, new byte[] {1, 2}, new byte[0]),
                Cause.INVALID,
                "2 bytes cannot be read");
    }

    @Test
    void userKeepsItsNodeIdWithANewCertificate() throws Exception {
        CertificateRequest request = granted(enrollment.server().check(csr));
        Aor alice = new Aor("alice", "example.org");
        CertificateChain first = granted(enrollment.server().certify(alice, request));
        open(Optional.empty());
        CertificateChain second = granted(enrollment.server().certify(alice, request));
        assertThat(first.identity().userName()).isEqualTo("alice@example.org");
        assertThat(first.identity().roles()).containsExactly(Role.USER);
        assertThat(second.identity()).isEqualTo(first.identity());
    }

    @Test
    void damagedDirectoryStopsTheStartInsteadOfForgettingARevocation() throws Exception {
        CertificateChain chain = granted(enroll(token("peer")));
        granted(enrollment.revocations().ofSerial(chain.certificate().getSerialNumber()));
        Path revocation = directory()
                .resolve("revoked")
                .resolve(chain.certificate().getSerialNumber().toString(16));
        Files.writeString(revocation, "");
        assertThatThrownBy(() -> open(Optional.empty()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(revocation.toString());
    }

    @Test
    void missingKeyOfTheAuthorityStopsTheStart() throws Exception {
        try (Stream<Path> files = Files.list(directory().resolve("authorities"))) {
            Files.delete(files.filter(file -> file.toString().endsWith(".key"))
                    .findFirst()
                    .orElseThrow());
        }
        assertThatThrownBy(() -> open(Optional.empty()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(".key is missing or damaged");
    }
}
