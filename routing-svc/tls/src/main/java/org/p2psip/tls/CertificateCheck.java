package org.p2psip.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.p2psip.identity.Identity;
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

    private final Function<X509Certificate[], Trust> trust;
    private final Expected expected;
    private final InstantSource clock;
    private final TlsCounts counts;

    /**
     * Who the other side has to be, beside a member of the overlay.
     *
     * @param roles one of which it has to have; none for any
     * @param site that it has to be of; empty for any. Asked at each handshake
     */
    record Expected(Set<Role> roles, Supplier<Optional<String>> site) {
        static final Expected ANYBODY = ofRoles(Set.of());

        static Expected ofRoles(Set<Role> roles) {
            return new Expected(Set.copyOf(roles), Optional::empty);
        }

        /** What is wrong with who is there; empty when it is as expected. */
        Optional<String> refusal(Identity identity) {
            if (!roles.isEmpty() && Collections.disjoint(roles, identity.roles())) {
                return Optional.of("its roles are " + identity.roles() + ", expected " + roles + " of who is there");
            }
            Optional<String> wanted = site.get();
            if (wanted.isPresent() && !wanted.equals(identity.site())) {
                return Optional.of("its site is \"" + identity.site().orElse("") + "\", expected \"" + wanted.get()
                        + "\" of who is there");
            }
            return Optional.empty();
        }
    }

    /** @param trust by which a chain is checked */
    CertificateCheck(
            Function<X509Certificate[], Trust> trust, Expected expected, InstantSource clock, TlsCounts counts) {
        this.trust = trust;
        this.expected = expected;
        this.clock = clock;
        this.counts = counts;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        switch (trust.apply(chain).check(chain[0], clock.instant())) {
            case Standing.Good good -> {
                Optional<String> other = expected.refusal(good.identity());
                if (other.isPresent()) {
                    throw refusal(chain[0], other.get());
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
