package org.p2psip.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS to servers outside of the overlay, such as a cluster's API server: trusted are the CAs of a PEM file alone. */
public final class PemTrust {
    private PemTrust() {}

    /**
     * What connects to servers of those CAs.
     *
     * @throws IOException when the file cannot be read or names no CA, with its name
     */
    public static SSLContext of(Path file) throws IOException {
        try {
            List<? extends Certificate> authorities = List.copyOf(CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file))));
            if (authorities.isEmpty()) {
                throw new IOException("the file " + file + " has no certificate of a CA in PEM");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int number = 0; number < authorities.size(); number++) {
                store.setCertificateEntry("ca-" + number, authorities.get(number));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the file " + file + " has no certificates of CAs in PEM: " + e.getMessage(), e);
        }
    }
}
