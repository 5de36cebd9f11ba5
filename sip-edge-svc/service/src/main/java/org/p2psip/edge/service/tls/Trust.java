package org.p2psip.edge.service.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/** Which certificates lead to an authority that is trusted. Whom they name is looked at elsewhere. */
final class Trust {
    private final X509ExtendedTrustManager chains;

    private Trust(X509ExtendedTrustManager chains) {
        this.chains = chains;
    }

    /** @param authorities empty for those of the Java runtime */
    static Trust in(List<X509Certificate> authorities) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        if (authorities.isEmpty()) {
            factory.init((KeyStore) null);
        } else {
            factory.init(keyStore(authorities));
        }
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(manager -> new Trust((X509ExtendedTrustManager) manager))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("this Java has no PKIX trust manager"));
    }

    private static KeyStore keyStore(List<X509Certificate> authorities) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            return store;
        } catch (IOException e) {
            throw new IllegalStateException("an empty key store cannot be made", e);
        }
    }

    /** Refuses a handshake with a certificate that is not trusted. */
    X509TrustManager strict() {
        return chains;
    }

    /** Whether a client's chain is trusted. */
    boolean leadsFrom(X509Certificate[] chain) {
        try {
            chains.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
            return true;
        } catch (CertificateException e) {
            return false; // an ordinary answer: whoever shows such a certificate is a stranger
        }
    }

    /**
     * Takes any certificate of a client, as {@link #leadsFrom} is asked after the handshake: many phones show one that they
     * signed themselves, and they are to come in as strangers.
     */
    X509TrustManager anyClient() {
        return new X509ExtendedTrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                    throws CertificateException {
                chains.checkServerTrusted(chain, type, socket);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                    throws CertificateException {
                chains.checkServerTrusted(chain, type, engine);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
                chains.checkServerTrusted(chain, type);
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return chains.getAcceptedIssuers();
            }
        };
    }
}
