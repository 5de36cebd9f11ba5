package org.p2psip.tls;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.Revocation;

/** An overlay's CA, and members that it certifies. */
public final class TestOverlay {
    public static final String NAME = "example.org";
    public static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    public static final Duration LIFETIME = Duration.ofHours(168);

    private final List<Revocation> revocations = new ArrayList<>();
    private final CertificateAuthority ca;
    private int lists;
    private int nodes;

    public TestOverlay() {
        this(CertificateAuthority.make(NAME, BEGIN, Duration.ofDays(3650)));
    }

    public TestOverlay(CertificateAuthority ca) {
        this.ca = ca;
    }

    public CertificateAuthority ca() {
        return ca;
    }

    /** Certified at the beginning. */
    public MemberCertificate member(Role... roles) {
        return member(NAME, BEGIN, roles);
    }

    public MemberCertificate member(String overlay, Instant now, Role... roles) {
        KeyPair keys = keys();
        Identity identity = identity(overlay, roles);
        X509Certificate certificate = ca.issue(identity, keys.getPublic(), now, LIFETIME);
        return new MemberCertificate(keys.getPrivate(), List.of(certificate, ca.certificate()), identity);
    }

    /** Of another site. */
    public MemberCertificate memberOf(String site, Role role) {
        KeyPair keys = keys();
        Identity local = identity(NAME, role);
        Identity identity = new Identity(NAME, local.nodeIds(), local.userName(), local.roles(), Optional.of(site));
        X509Certificate certificate = ca.issue(identity, keys.getPublic(), BEGIN, LIFETIME);
        return new MemberCertificate(keys.getPrivate(), List.of(certificate, ca.certificate()), identity);
    }

    /** Certifies a key for a member. */
    public List<X509Certificate> certify(PublicKey key, Instant now, Role... roles) {
        return List.of(ca.issue(identity(NAME, roles), key, now, LIFETIME), ca.certificate());
    }

    private Identity identity(String overlay, Role... roles) {
        nodes++;
        String nodeId = String.format("%032x", nodes);
        return new Identity(overlay, List.of(nodeId), nodeId + "@" + overlay, Set.of(roles), Optional.of("local"));
    }

    public void revoke(MemberCertificate member) {
        revocations.add(new Revocation(member.certificate().getSerialNumber(), BEGIN, Revocation.Reason.WITHDRAWN));
    }

    /** The present revocation list. */
    public X509CRL list(Instant now) {
        lists++;
        return ca.revocationList(BigInteger.valueOf(lists), revocations, now, now.plus(Duration.ofDays(1)));
    }

    /** This overlay is trusted. */
    public Trust trust() {
        return new Trust(NAME, List.of(ca.certificate()), List.of());
    }

    public static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
