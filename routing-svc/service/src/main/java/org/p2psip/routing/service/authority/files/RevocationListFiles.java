package org.p2psip.routing.service.authority.files;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.Pem;
import org.p2psip.routing.authority.RevocationListNumber;

/**
 * The revocation list of each CA, with its number on disk: numbers never go back. A list is made anew when something was
 * revoked, after half of its time, and by the first who asks after a start, as a revocation may have come just before.
 */
public final class RevocationListFiles {
    private final DurableDirectory directory;
    private final Duration lifetime;
    private final Map<BigInteger, X509CRL> current = new HashMap<>();

    /** @param lifetime from one list to the latest time of the next */
    public RevocationListFiles(DurableDirectory directory, Duration lifetime) {
        this.directory = directory;
        this.lifetime = lifetime;
    }

    /** Something was revoked, or is no longer. */
    public void changed() {
        current.clear();
    }

    /** The list of a CA. */
    public X509CRL of(CertificateAuthority ca, IssuedCertificates issued, Instant now) throws IOException {
        X509CRL known = current.get(ca.certificate().getSerialNumber());
        if (known != null && now.isBefore(known.getNextUpdate().toInstant().minus(lifetime.dividedBy(2)))) {
            return known;
        }
        String name = ca.certificate().getSerialNumber().toString(16);
        BigInteger number = lastNumber(name).add(BigInteger.ONE);
        X509CRL list = ca.revocationList(number, issued.revocations(ca, now), now, now.plus(lifetime));
        directory.write(name, Pem.write(list));
        current.put(ca.certificate().getSerialNumber(), list);
        return list;
    }

    private BigInteger lastNumber(String name) throws IOException {
        Optional<String> text = directory.read(name);
        if (text.isEmpty()) {
            return BigInteger.ZERO;
        }
        return text.flatMap(Pem::revocationList)
                .flatMap(RevocationListNumber::of)
                .orElseThrow(
                        () -> new IOException("the file " + directory.path().resolve(name)
                                + " is damaged: expected a revocation list in PEM; restore it"));
    }
}
