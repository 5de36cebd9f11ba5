package org.p2psip.routing.service.authority.files;

import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jboss.logging.Logger;
import org.p2psip.identity.Identity;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.Pem;
import org.p2psip.routing.authority.Revocation;
import org.p2psip.routing.service.config.StartRefused;

/**
 * The certificates that were issued and have not ended, and which of them are revoked: a file for each certificate and
 * each revocation, named by the serial number.
 */
public final class IssuedCertificates {
    /** Certificates that are kept; each takes about 1 KB of memory. */
    public static final int LIMIT = 50_000;

    private static final Logger LOG = Logger.getLogger(IssuedCertificates.class);
    private static final int HEXADECIMAL = 16;
    /** How long what has ended may stay. */
    private static final Duration ENDED_KEPT = Duration.ofHours(1);

    private final DurableDirectory certificates;
    private final DurableDirectory revoked;
    private final Map<BigInteger, Issued> bySerial = new HashMap<>();
    private final Map<String, Set<BigInteger>> byNodeId = new HashMap<>();
    private final Map<String, Set<BigInteger>> byUser = new HashMap<>();
    private final Map<BigInteger, Revocation> revocations = new HashMap<>();
    private Instant cleanedAt;

    /**
     * What is remembered of a certificate.
     *
     * @param end when it is no longer valid
     */
    public record Issued(BigInteger serial, X500Principal issuer, Instant end, Identity identity) {
        static Issued of(X509Certificate certificate, Identity identity) {
            return new Issued(
                    certificate.getSerialNumber(),
                    certificate.getIssuerX500Principal(),
                    certificate.getNotAfter().toInstant(),
                    identity);
        }

        private boolean isBy(CertificateAuthority ca) {
            return issuer.equals(ca.certificate().getSubjectX500Principal());
        }
    }

    /**
     * Reads what is there.
     *
     * @throws StartRefused when a revocation is damaged: its certificate would be good again
     */
    public IssuedCertificates(DurableDirectory certificates, DurableDirectory revoked, Instant now) throws IOException {
        this.certificates = certificates;
        this.revoked = revoked;
        for (String name : revoked.names()) {
            Revocation revocation = readRevocation(name);
            revocations.put(revocation.serial(), revocation);
        }
        for (String name : certificates.names()) {
            Optional<X509Certificate> certificate = certificates.read(name).flatMap(Pem::certificate);
            if (certificate.isPresent()
                    && Identity.of(certificate.get()) instanceof Identity.Reading.Known(Identity identity)) {
                index(Issued.of(certificate.get(), identity));
            } else {
                LOG.warnf(
                        "%s is no certificate of an overlay; it can be neither renewed nor revoked",
                        certificates.path().resolve(name));
            }
        }
        cleanedAt = now;
        forgetEnded(now);
    }

    private Revocation readRevocation(String name) throws IOException {
        String[] words = revoked.read(name).orElse("").strip().split(" ");
        try {
            return new Revocation(
                    new BigInteger(name, HEXADECIMAL),
                    Instant.parse(words[0]),
                    Revocation.Reason.valueOf(words[words.length - 1]));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new StartRefused(
                    "The file " + revoked.path().resolve(name) + " is damaged: expected the time and the reason of a"
                            + " revocation, such as \"2026-01-01T00:00:00Z WITHDRAWN\". Restore it",
                    e);
        }
    }

    /** Certificates that are kept, revoked ones among them. */
    public int size() {
        return bySerial.size();
    }

    /** Whether {@link #LIMIT} is reached; forgets what has ended before. */
    public boolean isFull(Instant now) throws IOException {
        if (bySerial.size() >= LIMIT || now.isAfter(cleanedAt.plus(ENDED_KEPT))) {
            cleanedAt = now;
            forgetEnded(now);
        }
        return bySerial.size() >= LIMIT;
    }

    private void forgetEnded(Instant now) throws IOException {
        List<Issued> ended =
                bySerial.values().stream().filter(one -> now.isAfter(one.end())).toList();
        for (Issued one : ended) {
            certificates.delete(name(one.serial()));
            bySerial.remove(one.serial());
            one.identity().nodeIds().forEach(nodeId -> remove(byNodeId, nodeId, one.serial()));
            remove(byUser, one.identity().userName(), one.serial());
            if (revocations.remove(one.serial()) != null) {
                revoked.delete(name(one.serial()));
            }
        }
    }

    private static void remove(Map<String, Set<BigInteger>> index, String key, BigInteger serial) {
        index.computeIfPresent(key, (any, serials) -> {
            serials.remove(serial);
            return serials.isEmpty() ? null : serials;
        });
    }

    /** Keeps a certificate, which its holder may have from then on. */
    public void add(X509Certificate certificate, Identity identity) throws IOException {
        certificates.write(name(certificate.getSerialNumber()), Pem.write(certificate));
        index(Issued.of(certificate, identity));
    }

    private void index(Issued issued) {
        bySerial.put(issued.serial(), issued);
        for (String nodeId : issued.identity().nodeIds()) {
            byNodeId.computeIfAbsent(nodeId, any -> new HashSet<>()).add(issued.serial());
        }
        byUser.computeIfAbsent(issued.identity().userName(), any -> new HashSet<>())
                .add(issued.serial());
    }

    /** The certificate with a serial number, if it is kept. */
    public List<Issued> ofSerial(BigInteger serial) {
        return Optional.ofNullable(bySerial.get(serial)).stream().toList();
    }

    /** The certificates with a Node-ID, 32 hexadecimal digits. */
    public List<Issued> ofNodeId(String nodeId) {
        return all(byNodeId.getOrDefault(nodeId, Set.of()));
    }

    /** The certificates with a user name. */
    public List<Issued> ofUser(String userName) {
        return all(byUser.getOrDefault(userName, Set.of()));
    }

    private List<Issued> all(Collection<BigInteger> serials) {
        return serials.stream().map(bySerial::get).toList();
    }

    /** The revocation of a certificate. */
    public Optional<Revocation> revocation(BigInteger serial) {
        return Optional.ofNullable(revocations.get(serial));
    }

    /** Revokes a certificate; false when it was revoked for this reason, or for good, before. */
    public boolean revoke(BigInteger serial, Revocation.Reason reason, Instant now) throws IOException {
        Revocation before = revocations.get(serial);
        if (before != null && (before.reason() == Revocation.Reason.WITHDRAWN || before.reason() == reason)) {
            return false;
        }
        Instant at = before == null ? now : before.at();
        revoked.write(name(serial), at + " " + reason.name() + "\n");
        revocations.put(serial, new Revocation(serial, at, reason));
        return true;
    }

    /** Ends a hold; false when there was none. What was revoked for good stays so. */
    public boolean release(BigInteger serial) throws IOException {
        Revocation before = revocations.get(serial);
        if (before == null || before.reason() != Revocation.Reason.HOLD) {
            return false;
        }
        revoked.delete(name(serial));
        revocations.remove(serial);
        return true;
    }

    /** The revocations of certificates that a CA issued and that have not ended. */
    public List<Revocation> revocations(CertificateAuthority ca, Instant now) {
        return revocations.values().stream()
                .filter(revocation ->
                        ofSerial(revocation.serial()).stream().anyMatch(one -> one.isBy(ca) && !now.isAfter(one.end())))
                .toList();
    }

    /** Certificates that a CA issued, that have not ended and are not revoked. */
    public int valid(CertificateAuthority ca, Instant now) {
        return (int) bySerial.values().stream()
                .filter(one -> one.isBy(ca) && !now.isAfter(one.end()) && !revocations.containsKey(one.serial()))
                .count();
    }

    private static String name(BigInteger serial) {
        return serial.toString(HEXADECIMAL);
    }
}
