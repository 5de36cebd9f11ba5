package org.p2psip.tls.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.identity.Role;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.Standing;
import org.p2psip.tls.TestOverlay;
import org.p2psip.tls.TlsCount;
import org.p2psip.tls.TlsCounts;

class MemberKeysTest {
    @TempDir
    private Path directory;

    private final TlsCounts counts = new TlsCounts();
    private Instant now = TestOverlay.BEGIN.plusSeconds(60);
    private final FakeAuthority authority = new FakeAuthority(() -> now);

    @Test
    void enrollsOnceTheTokenIsThere() throws IOException {
        Path token = directory.resolve("edge.token");
        MemberKeys keys = keys(new MemberSettings.Token.InFile(token));
        Duration retry = keys.turn();
        assertThat(keys.own()).isEmpty();
        assertThat(keys.problem()).contains("no token is in the file " + token);
        assertThat(retry).isLessThanOrEqualTo(Duration.ofSeconds(1));
        Files.writeString(token, FakeAuthority.TOKEN + "\n");
        keys.turn();
        assertThat(keys.problem()).isEmpty();
        assertThat(keys.own().orElseThrow().identity().roles()).containsExactly(Role.EDGE);
        assertThat(keys.trust().check(keys.own().orElseThrow().certificate(), now))
                .isInstanceOf(Standing.Good.class);
        assertThat(counts.get(TlsCount.CERTIFICATES_RECEIVED)).isEqualTo(1);
        assertThat(counts.get(TlsCount.ENROLLMENTS_FAILED)).isEqualTo(1);
    }

    @Test
    void certificateOutlivesTheProcessInFilesOfItsOwnerAlone() throws IOException {
        MemberCertificate first = enrolled().own().orElseThrow();
        authority.isDown = true;
        MemberKeys again = keys(new MemberSettings.Token.None());
        assertThat(again.own()).contains(first);
        assertThat(again.trust().check(first.certificate(), now)).isInstanceOf(Standing.Good.class);
        try (Stream<Path> files = Files.list(directory.resolve("keys"))) {
            assertThat(files).isNotEmpty().allSatisfy(file -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------"));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("keys"))))
                .isEqualTo("rwx------");
    }

    @Test
    void renewsAfterTwoThirdsOfItsTimeWithANewKey() throws IOException {
        MemberKeys keys = enrolled();
        MemberCertificate first = keys.own().orElseThrow();
        now = first.renewAt(66).minusSeconds(3600);
        keys.turn();
        assertThat(keys.own()).contains(first);
        now = first.renewAt(66);
        keys.turn();
        MemberCertificate second = keys.own().orElseThrow();
        assertThat(second.certificate().getSerialNumber())
                .isNotEqualTo(first.certificate().getSerialNumber());
        assertThat(second.key()).isNotEqualTo(first.key());
        assertThat(keys(new MemberSettings.Token.None()).own()).contains(second);
    }

    @Test
    void goesOnWithWhatItHasWhileTheEnrollmentServerIsDown() throws IOException {
        MemberKeys keys = enrolled();
        MemberCertificate first = keys.own().orElseThrow();
        authority.isDown = true;
        now = first.renewAt(66);
        keys.turn();
        assertThat(keys.own()).contains(first);
        assertThat(keys.problem()).contains("nobody answers");
        assertThat(counts.get(TlsCount.REFRESHES_FAILED)).isEqualTo(1);
        authority.isDown = false;
        keys.turn();
        assertThat(authority.renewals).isEqualTo(1);
    }

    @Test
    void learnsOfRevocationsAtTheNextRefresh() throws IOException {
        MemberKeys keys = enrolled();
        MemberCertificate other = authority.cas.getFirst().member(Role.STORE);
        assertThat(keys.trust().check(other.certificate(), now)).isInstanceOf(Standing.Good.class);
        authority.cas.getFirst().revoke(other);
        now = now.plusSeconds(61);
        keys.turn();
        assertThat(keys.trust().check(other.certificate(), now)).isEqualTo(new Standing.Refused("it is revoked"));
    }

    @Test
    void followsARollOverOfTheCa() throws IOException {
        MemberKeys keys = enrolled();
        X509Certificate old = authority.cas.getFirst().ca().certificate();
        TestOverlay next = new TestOverlay();
        authority.cas.add(next); // prepared
        now = now.plusSeconds(61);
        keys.turn();
        assertThat(keys.trust().authorities()).containsExactly(old, next.ca().certificate());
        assertThat(authority.renewals).isZero();
        authority.cas.add(authority.cas.removeFirst()); // activated
        now = now.plusSeconds(61);
        keys.turn();
        assertThat(keys.own().orElseThrow().chain()).contains(next.ca().certificate());
        authority.cas.removeLast(); // retired
        now = now.plusSeconds(61);
        keys.turn();
        assertThat(keys.trust().authorities()).containsExactly(next.ca().certificate());
        assertThat(authority.renewals).isEqualTo(1);
    }

    @Test
    void doesNotFollowAServerWhoseCasAreAllUnknown() throws IOException {
        MemberKeys keys = enrolled();
        X509Certificate old = authority.cas.getFirst().ca().certificate();
        authority.cas.set(0, new TestOverlay());
        now = now.plusSeconds(61);
        keys.turn();
        assertThat(keys.trust().authorities()).containsExactly(old);
        assertThat(keys.problem()).contains("names no CA that was trusted before");
    }

    @Test
    void tokenOfAnotherRoleIsOfNoUse() throws IOException {
        authority.role = Role.RELAY;
        MemberKeys keys = keys(new MemberSettings.Token.Given(FakeAuthority.TOKEN));
        keys.turn();
        assertThat(keys.own()).isEmpty();
        assertThat(keys.problem()).contains("has the roles [RELAY], needed is EDGE");
    }

    @Test
    void whatExpiredWhileNobodyRanIsEnrolledAgain() throws IOException {
        MemberCertificate first = enrolled().own().orElseThrow();
        now = first.end().plusSeconds(1);
        MemberKeys keys = keys(new MemberSettings.Token.Given(FakeAuthority.TOKEN));
        assertThat(keys.own()).isEmpty();
        keys.turn();
        assertThat(keys.own()).isPresent();
    }

    @Test
    void damagedFileIsNamed() throws IOException {
        enrolled();
        Path file = directory.resolve("keys/member.pem");
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\nno key");
        assertThatThrownBy(this::enrolled).isInstanceOf(IOException.class).hasMessageContaining(file.toString());
    }

    private MemberKeys enrolled() throws IOException {
        MemberKeys keys = keys(new MemberSettings.Token.Given(FakeAuthority.TOKEN));
        keys.turn();
        assertThat(keys.own()).isPresent();
        return keys;
    }

    private MemberKeys keys(MemberSettings.Token token) throws IOException {
        MemberSettings settings =
                new MemberSettings(directory.resolve("keys"), token, Optional.empty(), Duration.ofSeconds(60), 66);
        return new MemberKeys(settings, Role.EDGE, security -> authority, () -> now, counts);
    }
}
