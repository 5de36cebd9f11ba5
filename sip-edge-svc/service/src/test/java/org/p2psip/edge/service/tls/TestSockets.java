package org.p2psip.edge.service.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** TLS sockets of the other side: phones and servers that the edge talks to. */
public final class TestSockets {
    private static final int TIMEOUT_MS = 30_000;
    private static final char[] PASSWORD = "test".toCharArray();

    private TestSockets() {}

    /**
     * A client.
     *
     * @param own its certificate; null for none
     */
    public static SSLSocket client(InetSocketAddress to, TestAuthority trusted, TestAuthority.Issued own)
            throws IOException {
        SSLSocket socket = (SSLSocket) context(trusted, own).getSocketFactory().createSocket();
        socket.connect(to, TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    /** A server that does not ask for certificates. */
    public static SSLServerSocket server(TestAuthority.Issued own) throws IOException {
        SSLServerSocket socket =
                (SSLServerSocket) context(null, own).getServerSocketFactory().createServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(TIMEOUT_MS);
        return socket;
    }

    /** What a client without a certificate trusts. */
    public static SSLContext trusting(TestAuthority authority) throws IOException {
        return context(authority, null);
    }

    private static SSLContext context(TestAuthority trusted, TestAuthority.Issued own) throws IOException {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            KeyStore keyStore = empty();
            if (own != null) {
                keyStore.setKeyEntry("own", own.key(), PASSWORD, new Certificate[] {own.certificate()});
            }
            keys.init(keyStore, PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            KeyStore trustStore = empty();
            if (trusted != null) {
                trustStore.setCertificateEntry("authority", trusted.certificate());
            }
            SSLContext context = SSLContext.getInstance("TLS");
            if (trusted != null) {
                trust.init(trustStore);
                context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            } else {
                context.init(keys.getKeyManagers(), null, null);
            }
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
