package org.p2psip.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.p2psip.identity.Role;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks the certificate of the other side by who is trusted at the time of the handshake. Host names are not looked at:
 * certificates have none (RFC 6940 section 11.3), and who is connected to is known by the role.
 */
final class CertificateCheck extends X509ExtendedTrustManager {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateCheck.class);
    private static final X509Certificate[] NO_HINT = {};

    private final Supplier<Trust> trust;
    private final Set<Role> expected;
    private final InstantSource clock;
    private final TlsCounts counts;

    /** @param expected one of which the other side has to have; none for any */
    CertificateCheck(Supplier<Trust> trust, Set<Role> expected, InstantSource clock, TlsCounts counts) {
        this.trust = trust;
        this.expected = Set.copyOf(expected);
        this.clock = clock;
        this.counts = counts;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        switch (trust.get().check(chain[0], clock.instant())) {
            case Standing.Good good -> {
                if (!expected.isEmpty()
                        && Collections.disjoint(expected, good.identity().roles())) {
                    throw refusal(
                            chain[0],
                            "its roles are " + good.identity().roles() + ", expected " + expected + " of who is there");
                }
            }
            case Standing.Refused(String reason) -> throw refusal(chain[0], reason);
        }
    }

    private CertificateException refusal(X509Certificate certificate, String reason) {
        counts.add(TlsCount.CERTIFICATES_REFUSED);
        String message = "refused " + Trust.describe(certificate) + ": " + reason;
        LOG.warn("A connection is refused: {}", message);
        return new CertificateException(message);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return NO_HINT; // they change, and a client has one certificate anyway
    }
}
