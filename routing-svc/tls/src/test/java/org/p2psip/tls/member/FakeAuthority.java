package org.p2psip.tls.member;

import java.security.PublicKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.p2psip.identity.Role;
import org.p2psip.routing.authority.CertificateRequest;
import org.p2psip.routing.authority.Signatures;
import org.p2psip.tls.TestOverlay;

/** An enrollment server in memory. */
final class FakeAuthority implements EnrollmentAuthority {
    static final String TOKEN = "the-token";

    /** The one that signs first. */
    final List<TestOverlay> cas = new ArrayList<>(List.of(new TestOverlay()));

    private final Supplier<Instant> now;
    Role role = Role.EDGE;
    boolean isDown;
    int renewals;

    FakeAuthority(Supplier<Instant> now) {
        this.now = now;
    }

    @Override
    public Configuration configuration() throws EnrollmentFailure {
        beUp();
        return new Configuration(
                TestOverlay.NAME,
                cas.stream().map(overlay -> overlay.ca().certificate()).toList());
    }

    @Override
    public List<X509CRL> revocationLists() throws EnrollmentFailure {
        beUp();
        return cas.stream().map(overlay -> overlay.list(now.get())).toList();
    }

    @Override
    public List<X509Certificate> enroll(byte[] csr, String token) throws EnrollmentFailure {
        beUp();
        if (!token.equals(TOKEN)) {
            throw new EnrollmentFailure("the token is not known");
        }
        return cas.getFirst().certify(key(csr), now.get(), role);
    }

    @Override
    public List<X509Certificate> renew(byte[] csr, X509Certificate old, byte[] signature) throws EnrollmentFailure {
        beUp();
        if (!Signatures.isBy(old.getPublicKey(), csr, signature)) {
            throw new EnrollmentFailure("not signed by the old key");
        }
        renewals++;
        return cas.getFirst().certify(key(csr), now.get(), role);
    }

    private static PublicKey key(byte[] csr) throws EnrollmentFailure {
        return switch (CertificateRequest.parse(csr)) {
            case CertificateRequest.Parsed.Sound(CertificateRequest request) -> request.key();
            case CertificateRequest.Parsed.Refused(String message) -> throw new EnrollmentFailure(message);
        };
    }

    private void beUp() throws EnrollmentFailure {
        if (isDown) {
            throw new EnrollmentFailure("nobody answers");
        }
    }
}
