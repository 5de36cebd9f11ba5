package org.p2psip.edge.service.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.edge.service.Counts;

class TlsReloadTest {
    private final TestAuthority authority = new TestAuthority("Authority");
    private final Counts<TlsCounter> counts = new Counts<>(TlsCounter.class);

    @TempDir
    Path files;

    private TlsOptions options;
    private Tls tls;
    private TlsReload reload;

    @BeforeEach
    void start() throws TlsFilesRefused {
        issue("first");
        options = new TlsOptions(
                Optional.of(certificate()),
                Optional.of(key()),
                Optional.of(authority.write(files.resolve("trust.pem"))),
                true,
                TlsOptions.ClientCertificates.NONE,
                1_000,
                10);
        tls = new Tls(options, Runnable::run, counts);
        reload = new TlsReload(options, tls, counts, Runnable::run);
    }

    @Test
    void newHandshakesUseTheNewCertificateAndOldOnesKeepTheirs() throws IOException {
        SSLEngine before = tls.accepting(UnpooledByteBufAllocator.DEFAULT).engine();
        issue("second");
        reload.look();
        assertThat(counts.get(TlsCounter.RELOADS)).isEqualTo(1);
        assertThat(shown(before)).isEqualTo("CN=first");
        assertThat(shown(tls.accepting(UnpooledByteBufAllocator.DEFAULT).engine()))
                .isEqualTo("CN=second");
        reload.look();
        assertThat(counts.get(TlsCounter.RELOADS)).isEqualTo(1);
    }

    @Test
    void brokenFileIsRefusedWholeAndTheOldOnesStay() throws IOException {
        issue("second");
        Files.writeString(certificate(), "no certificate");
        reload.look();
        assertThat(counts.get(TlsCounter.RELOADS_REFUSED)).isEqualTo(1);
        assertThat(shown(tls.accepting(UnpooledByteBufAllocator.DEFAULT).engine()))
                .isEqualTo("CN=first");
    }

    @Test
    void certificateWithTheKeyOfAnotherIsRefusedUntilItsOwnIsThere() {
        TestAuthority.Issued second = authority.issue("second");
        Path otherKey = files.resolve("second-key.pem");
        second.write(certificate(), otherKey);
        reload.look();
        assertThat(counts.get(TlsCounter.RELOADS_REFUSED)).isEqualTo(1);
        second.write(certificate(), key());
        reload.look();
        assertThat(counts.get(TlsCounter.RELOADS)).isEqualTo(1);
    }

    @Test
    void fileThatIsMissingAtTheStartIsNamed() throws IOException {
        Files.delete(key());
        assertThatThrownBy(() -> new Tls(options, Runnable::run, counts))
                .isInstanceOf(TlsFilesRefused.class)
                .hasMessageContaining("p2psip.sip.tls.certificate")
                .hasMessageContaining(key().toString());
    }

    @Test
    void trustThatIsNoCertificateIsNamed() throws IOException {
        Files.writeString(files.resolve("trust.pem"), "nothing");
        assertThatThrownBy(() -> new Tls(options, Runnable::run, counts))
                .isInstanceOf(TlsFilesRefused.class)
                .hasMessageContaining("p2psip.sip.tls.trust")
                .hasMessageContaining("trust.pem");
    }

    private void issue(String name) {
        authority.issue(name).write(certificate(), key());
    }

    private Path certificate() {
        return files.resolve("certificate.pem");
    }

    private Path key() {
        return files.resolve("key.pem");
    }

    /** The subject of the certificate that a server's engine shows, by a handshake in memory. */
    private String shown(SSLEngine server) throws IOException {
        SSLEngine client = tls.connecting(UnpooledByteBufAllocator.DEFAULT, "any.example", 5061)
                .engine();
        HandshakeInMemory.run(client, server);
        return ((X509Certificate) client.getSession().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }
}
