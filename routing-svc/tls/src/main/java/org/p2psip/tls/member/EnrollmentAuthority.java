package org.p2psip.tls.member;

import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.List;

/** The enrollment server as a member sees it. Calls wait for the answer. */
public interface EnrollmentAuthority {
    /**
     * What the overlay's configuration says of trust.
     *
     * @param overlay its name
     * @param authorities certificates of its CAs, that of the one that signs first
     */
    record Configuration(String overlay, List<X509Certificate> authorities) {
        public Configuration {
            authorities = List.copyOf(authorities);
        }
    }

    /** The name and the CAs of the overlay. */
    Configuration configuration() throws EnrollmentFailure;

    /** The revocation lists of its CAs. */
    List<X509CRL> revocationLists() throws EnrollmentFailure;

    /**
     * Certifies a new member; returns the chain, its own certificate first.
     *
     * @param csr PKCS #10 in DER
     */
    List<X509Certificate> enroll(byte[] csr, String token) throws EnrollmentFailure;

    /**
     * Certifies a member again; returns the chain.
     *
     * @param signature over the request, by the key of the old certificate
     */
    List<X509Certificate> renew(byte[] csr, X509Certificate old, byte[] signature) throws EnrollmentFailure;
}
