package org.p2psip.cli.process;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Asks a Kafka broker which versions it speaks: a broker answers that only once it takes requests. The request is
 * ApiVersions version 0 of the Kafka protocol: api_key 18, api_version, correlation_id, client_id. That goes before any
 * password.
 *
 * @param authority file with the CA of a broker that is reached by TLS, PEM; empty for one that is reached in clear
 */
public record BrokerProbe(String host, int port, Optional<Path> authority) implements Readiness.Probe {
    private static final int TIMEOUT_MS = 1000;
    private static final short API_VERSIONS = 18;
    private static final short NO_CLIENT_ID = -1;
    private static final int REQUEST_BYTES = 10;
    private static final int CORRELATION_ID = 0x70327073;

    private Socket secured(Socket plain, Path file) throws IOException {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "broker", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
            return secured;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS with the CA in " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Readiness ask() {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), TIMEOUT_MS);
            plain.setSoTimeout(TIMEOUT_MS);
            Socket socket = authority.isPresent() ? secured(plain, authority.get()) : plain;
            DataOutputStream request = new DataOutputStream(socket.getOutputStream());
            request.writeInt(REQUEST_BYTES);
            request.writeShort(API_VERSIONS);
            request.writeShort(0);
            request.writeInt(CORRELATION_ID);
            request.writeShort(NO_CLIENT_ID);
            request.flush();
            DataInputStream answer = new DataInputStream(socket.getInputStream());
            answer.readInt();
            int correlationId = answer.readInt();
            short error = answer.readShort();
            return correlationId == CORRELATION_ID && error == 0
                    ? new Readiness.Ready()
                    : new Readiness.NotReady(host + ":" + port + " answers, but not as a Kafka broker does");
        } catch (IOException noAnswer) {
            return new Readiness.NotReady("no Kafka at " + host + ":" + port + ": " + noAnswer.getMessage());
        }
    }
}
