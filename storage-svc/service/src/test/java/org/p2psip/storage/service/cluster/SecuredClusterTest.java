package org.p2psip.storage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.p2psip.identity.Role;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.records.Stores;
import org.p2psip.storage.write.WriteResult;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TlsCount;

/** Two members of three whose connections are secured, and a third that has the certificate of the test. */
@Timeout(120)
class SecuredClusterTest {
    private final Site site = new Site();

    @TempDir
    Path data;

    private Members members;

    @BeforeEach
    void start() throws IOException {
        members = new Members(data, 3, Settings.Durability.MEMORY);
        members.start(0, site.sockets(site.store()));
        members.start(1, site.sockets(site.store()));
        members.awaitServing();
    }

    @AfterEach
    void stop() {
        members.close();
    }

    private void write(int member, String name) {
        assertThat(Stores.write(members.store(member), name, Stores.registration(name, "v", 1, 3600)))
                .isInstanceOf(WriteResult.Accepted.class);
    }

    @Test
    void aMemberJoinsOnceItHasItsCertificate() {
        write(0, "early");
        AtomicReference<Optional<MemberCertificate>> own = new AtomicReference<>(Optional.empty());
        members.start(2, site.sockets(own));
        assertThat(members.get(2).condition()).startsWith("has no certificate yet");

        own.set(Optional.of(site.store()));
        members.awaitServing();
        write(2, "late");
        assertThat(Stores.read(members.store(2), "early")).isPresent();
        assertThat(Stores.read(members.store(0), "late")).isPresent();
        assertThat(site.counts().get(TlsCount.HANDSHAKES_FAILED)).isZero();
    }

    static Stream<String> strangers() {
        return Stream.of("edge", "expired", "forged", "revoked", "plain");
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void strangersDoNotGetIn(String kind) {
        switch (kind) {
            case "edge" -> members.start(2, site.sockets(site.member(Role.EDGE, Instant.now(), Duration.ofDays(1))));
            case "expired" ->
                members.start(
                        2,
                        site.sockets(
                                site.member(Role.STORE, Instant.now().minus(Duration.ofDays(9)), Duration.ofDays(7))));
            case "forged" -> {
                // It trusts whom the others trust, so that only its own certificate is in its way
                MemberCertificate forged = new Site().store();
                members.start(2, site.sockets(forged));
            }
            case "revoked" -> {
                MemberCertificate revoked = site.store();
                site.revoke(revoked);
                members.start(2, site.sockets(revoked));
            }
            default -> members.start(2);
        }
        long before = failures();
        Members.await("the stranger to be refused several times", () -> failures() >= before + 4);

        assertThat(members.get(2).members()).isLessThan(2);
        assertThat(members.get(2).isRunning()).isFalse();
        assertThat(members.get(0).members()).isEqualTo(2);
        write(0, "without");
    }

    private long failures() {
        return site.counts().get(TlsCount.HANDSHAKES_FAILED);
    }

    @Test
    void whoIsRevokedIsPutOutAndTheOthersGoOn() {
        MemberCertificate revoked = site.store();
        members.start(2, site.sockets(revoked));
        members.awaitServing();
        write(2, "before");

        site.revoke(revoked);
        Members.await(
                "the revoked member to be out",
                () -> members.get(0).members() == 2 && members.get(1).members() == 2);
        write(0, "after");
        assertThat(Stores.read(members.store(1), "before")).isPresent();
        assertThat(site.counts().get(TlsCount.CONNECTIONS_ENDED)).isPositive();
        assertThat(members.get(2).takesWrites() && members.get(2).members() > 1).isFalse();
    }
}
