package org.p2psip.storage.service.cluster;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.Revocation;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.Trust;
import org.p2psip.tls.socket.SecuredSockets;

/** Certificates of stores of one site, and sockets that show and check them. */
final class Site {
    private static final String OVERLAY = "example.org";
    private static final Instant BEGIN = Instant.now().minus(Duration.ofDays(30));

    private final CertificateAuthority ca = CertificateAuthority.make(OVERLAY, BEGIN, Duration.ofDays(60));
    private final AtomicReference<Trust> trust =
            new AtomicReference<>(new Trust(OVERLAY, List.of(ca.certificate()), List.of()));
    private final List<SecuredSockets> all = new CopyOnWriteArrayList<>();
    private final TlsCounts counts = new TlsCounts();

    TlsCounts counts() {
        return counts;
    }

    MemberCertificate store() {
        return member(Role.STORE, BEGIN, Duration.ofDays(60));
    }

    MemberCertificate member(Role role, Instant from, Duration lifetime) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair keys = generator.generateKeyPair();
            String nodeId = String.format("%032x", all.size() + 1);
            Identity identity =
                    new Identity(OVERLAY, List.of(nodeId), nodeId + "@" + OVERLAY, Set.of(role), Optional.of("local"));
            X509Certificate certificate = ca.issue(identity, keys.getPublic(), from, lifetime);
            return new MemberCertificate(keys.getPrivate(), List.of(certificate, ca.certificate()), identity);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sockets of who has this certificate; empty for one that has none yet. */
    SecuredSockets sockets(AtomicReference<Optional<MemberCertificate>> own) {
        SecuredSockets sockets = new SecuredSockets(
                GrpcSecurity.mutualTls(own::get, trust::get, InstantSource.system(), counts), Role.STORE);
        all.add(sockets);
        return sockets;
    }

    SecuredSockets sockets(MemberCertificate own) {
        return sockets(new AtomicReference<>(Optional.of(own)));
    }

    /** Everybody hears of it. */
    void revoke(MemberCertificate member) {
        Revocation revocation =
                new Revocation(member.certificate().getSerialNumber(), Instant.now(), Revocation.Reason.WITHDRAWN);
        trust.updateAndGet(before -> before.with(List.of(ca.revocationList(
                BigInteger.ONE,
                List.of(revocation),
                Instant.now(),
                Instant.now().plusSeconds(3600)))));
        all.forEach(SecuredSockets::sweep);
    }
}
