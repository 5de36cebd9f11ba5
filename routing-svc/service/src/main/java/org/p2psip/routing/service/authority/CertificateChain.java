package org.p2psip.routing.service.authority;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.p2psip.identity.Identity;

/**
 * What a new member gets.
 *
 * @param certificate its own
 * @param authority the CA's, which issued it
 * @param identity what the certificate says
 * @param renewAt when to ask for the next one: two thirds of its life are over then
 */
public record CertificateChain(
        X509Certificate certificate, X509Certificate authority, Identity identity, Instant renewAt) {
    static CertificateChain of(X509Certificate certificate, X509Certificate authority, Identity identity, Instant now) {
        long lifetime = certificate.getNotAfter().getTime() - now.toEpochMilli();
        return new CertificateChain(certificate, authority, identity, now.plusMillis(lifetime / 3 * 2));
    }
}
