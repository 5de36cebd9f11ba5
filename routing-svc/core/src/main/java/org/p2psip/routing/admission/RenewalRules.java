package org.p2psip.routing.admission;

import static org.p2psip.routing.admission.Ruling.granted;
import static org.p2psip.routing.admission.Ruling.refused;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.p2psip.identity.Identity;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.Revocation;
import org.p2psip.routing.authority.Signatures;
import org.p2psip.routing.authority.TrustedAuthorities;

/**
 * Who gets a new certificate for an old one. The old key signs the new request: so the holder is proven whatever way the
 * request took, and who only has a copy of the certificate gets nothing.
 */
public final class RenewalRules {
    private RenewalRules() {}

    /**
     * What the new certificate will say: the same as the old one.
     *
     * @param revocation of the old certificate, if there is one
     * @param csr the new request, as it was sent
     * @param signature over the request, by the old certificate's key
     */
    public static Ruling<Identity> renew(
            X509Certificate old,
            TrustedAuthorities authorities,
            Optional<Revocation> revocation,
            byte[] csr,
            byte[] signature,
            Instant now) {
        if (authorities.issuerOf(old).isEmpty()) {
            return refused(Cause.FORBIDDEN, "no CA of this overlay issued the certificate");
        }
        if (!Signatures.isBy(old.getPublicKey(), csr, signature)) {
            return refused(
                    Cause.FORBIDDEN, "the signature over the request is not one by the key of the old certificate");
        }
        Instant end = old.getNotAfter().toInstant();
        if (now.isAfter(end)) {
            return refused(Cause.FORBIDDEN, "the certificate ended at " + end + "; a token is needed to enroll again");
        }
        if (revocation.isPresent()) {
            return refused(
                    Cause.FORBIDDEN,
                    "the certificate was revoked at " + revocation.get().at());
        }
        return switch (Identity.of(old)) {
            case Identity.Reading.Known(Identity identity) -> granted(identity);
            case Identity.Reading.Unknown(String message) -> refused(Cause.FORBIDDEN, message);
        };
    }
}
