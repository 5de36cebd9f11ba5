package org.p2psip.edge.service.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.p2psip.edge.service.tls.TestAuthority.dns;
import static org.p2psip.edge.service.tls.TestAuthority.ip;
import static org.p2psip.edge.service.tls.TestAuthority.uri;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.RecordedInput;
import org.p2psip.edge.service.tls.TestAuthority;
import org.p2psip.edge.service.tls.TestSockets;
import org.p2psip.edge.service.tls.TlsCounter;
import org.p2psip.edge.service.tls.TlsOptions;
import org.p2psip.edge.service.tls.TlsOptions.ClientCertificates;

/** TLS in both directions, with the names of RFC 5922. */
class TlsTransportTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PATIENT_MS = 20_000;
    private static final int IMPATIENT_MS = 1_000;
    private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] MESSAGE = "hello".getBytes(StandardCharsets.US_ASCII);
    private static final TestAuthority AUTHORITY = new TestAuthority("Authority of the test");
    private static final TestAuthority STRANGER = new TestAuthority("Nobody's authority");
    private static final TestAuthority.Issued EDGE = AUTHORITY.issue("edge", uri("sip:example.org"));

    @TempDir
    Path files;

    private final NativeTransport io = NativeTransport.open();
    private final RecordedInput edge = new RecordedInput();
    private final Counts<TlsCounter> counts = new Counts<>(TlsCounter.class);
    private StreamTransport streams;
    private InetSocketAddress address;

    @AfterEach
    void close() {
        onLoop(streams::close);
        io.group().shutdownGracefully(0, 100, TimeUnit.MILLISECONDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void phoneWithoutACertificateComesInAsAStranger(String listen) throws IOException {
        start(listen, ClientCertificates.REQUEST, true);
        try (SSLSocket phone = TestSockets.client(address, AUTHORITY, null)) {
            Flow flow = heard(phone);
            assertThat(flow.transport()).isEqualTo(Transport.TLS);
            assertThat(flow.verifiedNames()).isEmpty();
            onLoop(() -> {
                streams.send(flow, MESSAGE, null, 1);
                streams.flush();
            });
            assertThat(phone.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
        }
        assertThat(counts.get(TlsCounter.HANDSHAKES_SERVER)).isEqualTo(1);
        assertThat(edge.failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUEST", "REQUIRE"})
    void domainsOfATrustedClientCertificateAreKnown(ClientCertificates asked) throws IOException {
        start("127.0.0.1", asked, true);
        TestAuthority.Issued trunk = AUTHORITY.issue("trunk", uri("sip:Trunk.example"), dns("host.trunk.example"));
        try (SSLSocket client = TestSockets.client(address, AUTHORITY, trunk)) {
            assertThat(heard(client).verifiedNames()).containsExactly("trunk.example");
            // RFC 5923: what is for that domain goes over the connection that it opened
            InetSocketAddress there = (InetSocketAddress) client.getLocalSocketAddress();
            onLoop(() -> {
                streams.send(Transport.TLS, there, "trunk.example", MESSAGE, 1);
                streams.flush();
            });
            assertThat(client.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
        }
    }

    @Test
    void untrustedClientCertificateProvesNothingWhereOneIsRequested() throws IOException {
        start("127.0.0.1", ClientCertificates.REQUEST, true);
        TestAuthority.Issued forged = STRANGER.issue("trunk", uri("sip:trunk.example"));
        try (SSLSocket client = TestSockets.client(address, AUTHORITY, forged)) {
            assertThat(heard(client).verifiedNames()).isEmpty();
        }
        assertThat(counts.get(TlsCounter.CLIENT_CERTIFICATES_UNTRUSTED)).isLessThanOrEqualTo(1);
    }

    @Test
    void clientWithoutACertificateIsTurnedAwayWhereOneIsRequired() throws IOException {
        start("127.0.0.1", ClientCertificates.REQUIRE, true);
        try (SSLSocket client = TestSockets.client(address, AUTHORITY, null)) {
            assertThatThrownBy(() -> {
                        client.getOutputStream().write(PING);
                        client.getInputStream().read();
                    })
                    .isInstanceOf(IOException.class);
        }
        Await.until("it is counted", SOON, () -> counts.get(TlsCounter.FAILURES_UNTRUSTED) == 1);
        assertThat(edge.flows).isEmpty();
    }

    @Test
    void olderVersionThanAllowedIsRefused() throws IOException {
        start("127.0.0.1", ClientCertificates.NONE, false);
        try (SSLSocket client = TestSockets.client(address, AUTHORITY, null)) {
            client.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(client::startHandshake).isInstanceOf(IOException.class);
        }
        Await.until("it is counted", SOON, () -> counts.get(TlsCounter.FAILURES_PROTOCOL) == 1);
    }

    @Test
    void clientThatDoesNotSpeakTlsIsClosedAndCounted() throws IOException {
        start("127.0.0.1", ClientCertificates.NONE, true);
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            client.getOutputStream().write("OPTIONS sip:a SIP/2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Await.until("it is counted", SOON, () -> counts.get(TlsCounter.FAILURES_NOT_TLS) == 1);
        }
        Await.until("it is forgotten", SOON, () -> streams.connections(Transport.TLS) == 0);
    }

    @Test
    void clientThatSaysNothingIsClosedWhenTheHandshakeTakesTooLong() throws IOException {
        start("127.0.0.1", ClientCertificates.NONE, true, IMPATIENT_MS);
        try (Socket client = new Socket(address.getAddress(), address.getPort())) {
            client.setSoTimeout((int) SOON.toMillis());
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(counts.get(TlsCounter.FAILURES_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void serverThatNamesTheDomainGetsTheMessageAndIsToldTheDomain() throws Exception {
        start("127.0.0.1", ClientCertificates.NONE, true);
        try (SSLServerSocket server = TestSockets.server(AUTHORITY.issue("x", uri("sip:trunk.example")))) {
            sendTo(server, "trunk.example", 1);
            try (SSLSocket accepted = (SSLSocket) server.accept()) {
                assertThat(accepted.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
                ExtendedSSLSession session = (ExtendedSSLSession) accepted.getSession();
                assertThat(session.getRequestedServerNames()).containsExactly(new SNIHostName("trunk.example"));
            }
        }
        assertThat(counts.get(TlsCounter.HANDSHAKES_CLIENT)).isEqualTo(1);
        assertThat(edge.failures).isEmpty();
    }

    @Test
    void addressIsNamedByItsOwnCertificate() throws Exception {
        start("127.0.0.1", ClientCertificates.NONE, true);
        try (SSLServerSocket server = TestSockets.server(AUTHORITY.issue("x", ip("127.0.0.1")))) {
            sendTo(server, null, 1);
            try (SSLSocket accepted = (SSLSocket) server.accept()) {
                assertThat(accepted.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
            }
        }
    }

    @Test
    void serverThatNamesSomebodyElseGetsNothing() throws Exception {
        start("127.0.0.1", ClientCertificates.NONE, true);
        try (SSLServerSocket server =
                TestSockets.server(AUTHORITY.issue("x", uri("sip:other.example"), dns("trunk.example")))) {
            sendTo(server, "trunk.example", 7);
            try (SSLSocket accepted = (SSLSocket) server.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(-1);
            }
        }
        Await.until("it is told", SOON, () -> edge.failures.contains(7L));
        assertThat(counts.get(TlsCounter.FAILURES_WRONG_NAME)).isEqualTo(1);
    }

    @Test
    void serverOfAnAuthorityThatNobodyTrustsGetsNothing() throws Exception {
        start("127.0.0.1", ClientCertificates.NONE, true);
        try (SSLServerSocket server = TestSockets.server(STRANGER.issue("x", uri("sip:trunk.example")))) {
            sendTo(server, "trunk.example", 7);
            try (SSLSocket accepted = (SSLSocket) server.accept()) {
                assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(IOException.class);
            }
        }
        Await.until("it is told", SOON, () -> edge.failures.contains(7L));
        assertThat(counts.get(TlsCounter.FAILURES_UNTRUSTED)).isEqualTo(1);
    }

    @Test
    void serverThatDoesNotAnswerTheHandshakeFailsTheMessage() throws Exception {
        start("127.0.0.1", ClientCertificates.NONE, true, IMPATIENT_MS);
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            sendTo(silent, "trunk.example", 7);
            Await.until("it is told", SOON, () -> edge.failures.contains(7L));
        }
        assertThat(counts.get(TlsCounter.FAILURES_TIMEOUT)).isEqualTo(1);
    }

    @Test
    void connectionIsSharedByTheDomainsThatItsCertificateNames() throws Exception {
        start("127.0.0.1", ClientCertificates.NONE, true);
        TestAuthority.Issued both = AUTHORITY.issue("x", uri("sip:one.example"), uri("sip:two.example"));
        try (SSLServerSocket server = TestSockets.server(both)) {
            sendTo(server, "one.example", 1);
            try (SSLSocket first = (SSLSocket) server.accept()) {
                assertThat(first.getInputStream().readNBytes(MESSAGE.length)).isEqualTo(MESSAGE);
                sendTo(server, "two.example", 2);
                sendTo(server, "ONE.example", 3);
                assertThat(first.getInputStream().readNBytes(2 * MESSAGE.length))
                        .hasSize(2 * MESSAGE.length);
                assertThat(streams.connections(Transport.TLS)).isEqualTo(1);
                sendTo(server, "three.example", 4);
                assertThat(streams.connections(Transport.TLS)).isEqualTo(2);
                try (SSLSocket second = (SSLSocket) server.accept()) {
                    assertThat(second.getInputStream().read()).isEqualTo(-1);
                }
            }
        }
        Await.until("it is told", SOON, () -> edge.failures.contains(4L));
        assertThat(edge.failures).containsExactly(4L);
    }

    private void start(String listen, ClientCertificates asked, boolean tls12) throws IOException {
        start(listen, asked, tls12, PATIENT_MS);
    }

    private void start(String listen, ClientCertificates asked, boolean tls12, int handshakeMs) throws IOException {
        EDGE.write(files.resolve("certificate.pem"), files.resolve("key.pem"));
        TlsOptions options = new TlsOptions(
                Optional.of(files.resolve("certificate.pem")),
                Optional.of(files.resolve("key.pem")),
                Optional.of(AUTHORITY.write(files.resolve("trust.pem"))),
                tls12,
                asked,
                handshakeMs,
                10);
        streams = TestStreams.of(
                io,
                edge,
                new Counts<>(TransportCounter.class),
                TestStreams.limits(10, 10, 60, 60),
                TestStreams.tls(options, counts));
        address = streams.bind(Transport.TLS, new InetSocketAddress(InetAddress.getByName(listen), 0));
        onLoop(streams::start);
    }

    private Flow heard(SSLSocket client) throws IOException {
        client.getOutputStream().write(PING);
        Await.until("heard", SOON, () -> !edge.flows.isEmpty());
        return edge.flows.getFirst();
    }

    private void sendTo(ServerSocket server, String name, long token) {
        onLoop(() -> {
            streams.send(Transport.TLS, (InetSocketAddress) server.getLocalSocketAddress(), name, MESSAGE, token);
            streams.flush();
        });
    }

    private void onLoop(Runnable task) {
        io.loop().submit(task).syncUninterruptibly();
    }
}
