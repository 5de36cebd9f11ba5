package org.p2psip.tls.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.p2psip.identity.Role;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TestOverlay;
import org.p2psip.tls.TlsCount;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.Trust;

/** Real sockets between a store that serves, and others that connect to it. */
@Timeout(30)
class SecuredSocketsTest {
    private static final Instant NOW = TestOverlay.BEGIN.plusSeconds(60);
    private static final byte[] RECORD = "sip:alice@example.org is at 192.0.2.1".getBytes(StandardCharsets.US_ASCII);

    private final TestOverlay overlay = new TestOverlay();
    private final TlsCounts counts = new TlsCounts();
    private final AtomicReference<Trust> trust = new AtomicReference<>(overlay.trust());
    private final AtomicReference<MemberCertificate> own = new AtomicReference<>(overlay.member(Role.STORE));
    private final SecuredSockets served = new SecuredSockets(
            GrpcSecurity.mutualTls(() -> Optional.of(own.get()), trust::get, InstantSource.fixed(NOW), counts),
            Role.STORE);
    private final BlockingQueue<Socket> accepted = new LinkedBlockingQueue<>();
    private ServerSocket server;

    @BeforeEach
    void serve() throws IOException {
        server = served.server();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    accepted.add(server.accept());
                }
            } catch (IOException closed) {
                assertThat(server.isClosed()).isTrue();
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    private SecuredSockets sockets(MemberCertificate member) {
        return new SecuredSockets(
                GrpcSecurity.mutualTls(() -> Optional.of(member), overlay::trust, InstantSource.fixed(NOW), counts),
                Role.STORE);
    }

    private static Socket connect(SecuredSockets from, int port) throws IOException {
        Socket socket = from.client();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private void assertReceives(Socket client) throws Exception {
        client.getOutputStream().write(RECORD);
        Socket socket = accepted.poll(10, TimeUnit.SECONDS);
        assertThat(socket).isNotNull();
        assertThat(socket.getInputStream().readNBytes(RECORD.length)).isEqualTo(RECORD);
    }

    /** The serving side counts after the other has heard of it. */
    private void awaitFailures(long expected) {
        for (int i = 0; i < 500 && counts.get(TlsCount.HANDSHAKES_FAILED) < expected; i++) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        assertThat(counts.get(TlsCount.HANDSHAKES_FAILED)).isEqualTo(expected);
    }

    /** TLS 1.3: a client has done its handshake before it is refused, and reads of the refusal. */
    private void assertRefused(MemberCertificate member) throws Exception {
        long before = counts.get(TlsCount.CERTIFICATES_REFUSED);
        try (Socket client = connect(sockets(member), server.getLocalPort())) {
            assertThatThrownBy(() -> {
                        client.getOutputStream().write(RECORD);
                        client.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
        assertThat(counts.get(TlsCount.CERTIFICATES_REFUSED))
                .as("refusals of %s", member)
                .isEqualTo(before + 1);
        assertThat(accepted).isEmpty();
    }

    @Test
    void whatIsSentArrivesAndDoesNotStandOnTheWire() throws Exception {
        try (RecordingProxy wire = new RecordingProxy(server.getLocalPort());
                Socket client = connect(sockets(overlay.member(Role.STORE)), wire.port())) {
            assertReceives(client);
            assertThat(wire.seen().length()).isGreaterThan(RECORD.length);
            assertThat(wire.seen()).doesNotContain("alice").doesNotContain("192.0.2.1");
        }
    }

    @Test
    void forgedAndExpiredCertificatesOtherRolesAndOtherSitesAreRefused() throws Exception {
        Instant longAgo = TestOverlay.BEGIN.minus(TestOverlay.LIFETIME.multipliedBy(2));
        assertRefused(overlay.member(Role.EDGE));
        assertRefused(overlay.memberOf("elsewhere", Role.STORE));
        assertRefused(new TestOverlay().member(Role.STORE));
        assertRefused(overlay.member(TestOverlay.NAME, longAgo, Role.STORE));
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            plain.getOutputStream().write(RECORD);
            plain.getInputStream().readAllBytes();
        }
        assertThat(accepted).isEmpty();
        awaitFailures(5);
    }

    @Test
    void aServerOfAnotherRoleIsNotSpokenTo() throws Exception {
        own.set(overlay.member(Role.EDGE));
        try (Socket client = connect(sockets(overlay.member(Role.STORE)), server.getLocalPort())) {
            assertThatThrownBy(() -> client.getOutputStream().write(RECORD))
                    .hasMessageContaining("its roles are [EDGE]");
        }
    }

    @Test
    void aRenewedCertificateIsShownAtTheNextHandshake() throws Exception {
        own.set(overlay.memberOf("elsewhere", Role.STORE));
        try (Socket client = connect(sockets(overlay.memberOf("elsewhere", Role.STORE)), server.getLocalPort())) {
            assertReceives(client);
        }
    }

    @Test
    void connectionsOfWhoIsRevokedAreEnded() throws Exception {
        MemberCertificate revoked = overlay.member(Role.STORE);
        try (Socket client = connect(sockets(revoked), server.getLocalPort());
                Socket other = connect(sockets(overlay.member(Role.STORE)), server.getLocalPort())) {
            assertReceives(client);
            assertReceives(other);
            served.sweep();
            overlay.revoke(revoked);
            trust.updateAndGet(before -> before.with(List.of(overlay.list(NOW))));
            served.sweep();

            assertThatThrownBy(() -> assertThat(client.getInputStream().read()).isNotEqualTo(-1))
                    .isInstanceOfAny(IOException.class, AssertionError.class);
            other.getOutputStream().write(RECORD);
            assertThat(counts.get(TlsCount.CONNECTIONS_ENDED)).isOne();
            assertThat(other.isClosed()).isFalse();
        }
        assertRefused(revoked);
    }

    @Test
    void whoIsSilentKeepsNobodyOutAndIsGivenUp() throws Exception {
        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                Socket client = connect(sockets(overlay.member(Role.STORE)), server.getLocalPort())) {
            assertReceives(client);
            silent.setSoTimeout(2 * SecuredSockets.HANDSHAKE_LIMIT_MS);
            silent.getInputStream().readAllBytes();
            awaitFailures(1);
        }
    }
}
