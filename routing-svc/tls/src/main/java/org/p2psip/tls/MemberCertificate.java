package org.p2psip.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.p2psip.identity.Identity;

/**
 * What a member shows to others, and the key that proves it.
 *
 * @param chain the member's own certificate first, then that of the CA
 * @param identity what the member's own certificate says
 */
public record MemberCertificate(PrivateKey key, List<X509Certificate> chain, Identity identity) {
    public MemberCertificate {
        chain = List.copyOf(chain);
    }

    /** The member's own. */
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /** Until when it is good. */
    public Instant end() {
        return certificate().getNotAfter().toInstant();
    }

    /**
     * When to ask for the next one.
     *
     * @param percent of its time that has gone by then
     */
    public Instant renewAt(int percent) {
        Instant begin = certificate().getNotBefore().toInstant();
        return begin.plus(Duration.between(begin, end()).multipliedBy(percent).dividedBy(100));
    }

    /** Without the key. */
    @Override
    public String toString() {
        return Trust.describe(certificate());
    }
}
