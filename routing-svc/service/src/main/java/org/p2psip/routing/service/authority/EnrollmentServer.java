package org.p2psip.routing.service.authority;

import static org.p2psip.routing.admission.Ruling.granted;
import static org.p2psip.routing.admission.Ruling.refused;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jboss.logging.Logger;
import org.p2psip.identity.Identity;
import org.p2psip.identity.Role;
import org.p2psip.routing.admission.Admission;
import org.p2psip.routing.admission.AdmissionRules;
import org.p2psip.routing.admission.EnrollmentToken;
import org.p2psip.routing.admission.NewIdentities;
import org.p2psip.routing.admission.RenewalRules;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.admission.TokenGrant;
import org.p2psip.routing.authority.CertificateRequest;
import org.p2psip.routing.record.Aor;
import org.p2psip.routing.service.authority.files.IssuedCertificates;
import org.p2psip.routing.service.authority.files.TokenFiles;

/**
 * The enrollment server of RFC 6940 section 11.3: gives certificates to those who may have one, and takes them back. One
 * thread calls it; what it has granted is on disk.
 */
public final class EnrollmentServer {
    private static final Logger LOG = Logger.getLogger(EnrollmentServer.class);

    private final EnrollmentSettings settings;
    private final Authorities authorities;
    private final IssuedCertificates issued;
    private final TokenFiles tokens;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final NewIdentities identities;

    EnrollmentServer(
            EnrollmentSettings settings,
            Authorities authorities,
            IssuedCertificates issued,
            TokenFiles tokens,
            InstantSource clock) {
        this.settings = settings;
        this.authorities = authorities;
        this.issued = issued;
        this.tokens = tokens;
        this.clock = clock;
        this.identities = new NewIdentities(settings.overlay(), random);
    }

    /** A new token, and what it allows. The token itself is told this once. */
    public record NewToken(EnrollmentToken token, TokenGrant grant) {}

    /** Makes a token; see {@link AdmissionRules#token}. */
    public Ruling<NewToken> createToken(List<String> roles, String site, int validSeconds, int uses)
            throws IOException {
        Instant now = clock.instant();
        return AdmissionRules.token(roles, site, settings.site(), validSeconds, uses, now)
                .then(grant -> tokens.add(EnrollmentToken.random(random), grant, now)
                        .then(token -> granted(new NewToken(token, grant))));
    }

    /**
     * Certifies a new member. The token is used up once nothing else can refuse: it is good for another try until then.
     *
     * @param roles labels; none for those of the token
     * @param site empty for that of the token
     * @param nodeIds 0 for one
     */
    public Ruling<CertificateChain> enroll(byte[] csr, String token, List<String> roles, String site, int nodeIds)
            throws IOException {
        Instant now = clock.instant();
        return tokens.look(token)
                .then(grant -> AdmissionRules.admit(grant, roles, site, nodeIds, now))
                .then(admitted -> check(csr).then(request -> enroll(admitted, request, token, now)));
    }

    /** Certifies a new member by another proof than a token of this server; the other arguments are the same. */
    public Ruling<CertificateChain> enroll(byte[] csr, TokenGrant grant, List<String> roles, String site, int nodeIds)
            throws IOException {
        Instant now = clock.instant();
        return AdmissionRules.admit(grant, roles, site, nodeIds, now).then(admitted -> check(csr)
                .then(request -> issued.isFull(now) ? full() : granted(issue(admitted, request, now))));
    }

    /** Whether a token can be used, and for so long yet. */
    boolean isOpen(String token, int seconds) {
        return tokens.look(token) instanceof Ruling.Granted<TokenGrant>(TokenGrant grant)
                && clock.instant().plusSeconds(seconds).isBefore(grant.expiresAt());
    }

    private Ruling<CertificateChain> enroll(Admission admitted, CertificateRequest request, String token, Instant now)
            throws IOException {
        if (issued.isFull(now)) {
            return full();
        }
        if (!tokens.use(token)) {
            return refused(Cause.FORBIDDEN, "the token was used; an operator makes a new one");
        }
        return granted(issue(admitted, request, now));
    }

    private CertificateChain issue(Admission admitted, CertificateRequest request, Instant now) throws IOException {
        CertificateChain chain = issue(identities.member(admitted), request, settings.memberLifetime(), now);
        LOG.infof(
                "Enrolled %s as %s, site %s",
                chain.identity().nodeIds(), chain.identity().roles(), admitted.site());
        return chain;
    }

    /**
     * Certifies a member again, with the same Node-IDs and name.
     *
     * @param certificate that it has, DER-encoded
     * @param signature over the request, by the key of that certificate
     */
    public Ruling<CertificateChain> renew(byte[] csr, byte[] certificate, byte[] signature) throws IOException {
        Instant now = clock.instant();
        X509Certificate old;
        try {
            old = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
        } catch (CertificateException e) {
            return refused(
                    Cause.INVALID,
                    "the certificate of " + certificate.length + " bytes cannot be read, expected X.509 in DER");
        }
        if (issued.ofSerial(old.getSerialNumber()).isEmpty()) {
            return refused(
                    Cause.FORBIDDEN,
                    "the certificate " + old.getSerialNumber().toString(16)
                            + " was not issued here, or has ended; a token is needed to enroll again");
        }
        return RenewalRules.renew(
                        old, authorities.trusted(), issued.revocation(old.getSerialNumber()), csr, signature, now)
                .then(identity -> check(csr)
                        .then(request -> issued.isFull(now)
                                ? full()
                                : granted(issue(identity, request, lifetime(identity), now))));
    }

    /** Checks the request for a user's certificate. */
    public Ruling<CertificateRequest> check(byte[] csr) {
        return switch (CertificateRequest.parse(csr)) {
            case CertificateRequest.Parsed.Sound(CertificateRequest request) -> granted(request);
            case CertificateRequest.Parsed.Refused(String message) -> refused(Cause.INVALID, message);
        };
    }

    /** Certifies an enrolled user. A user who has certificates keeps its Node-ID (RFC 6940 section 11.3). */
    public Ruling<CertificateChain> certify(Aor user, CertificateRequest request) throws IOException {
        Instant now = clock.instant();
        if (issued.isFull(now)) {
            return full();
        }
        Identity identity = issued.ofUser(user.resourceName()).stream()
                .filter(one -> issued.revocation(one.serial()).isEmpty())
                .map(IssuedCertificates.Issued::identity)
                .findFirst()
                .orElseGet(() -> identities.user(user));
        return granted(issue(identity, request, settings.userLifetime(), now));
    }

    private CertificateChain issue(Identity identity, CertificateRequest request, Duration lifetime, Instant now)
            throws IOException {
        X509Certificate certificate = authorities.trusted().signing().issue(identity, request.key(), now, lifetime);
        issued.add(certificate, identity);
        return CertificateChain.of(certificate, authorities.trusted().signing().certificate(), identity, now);
    }

    private Duration lifetime(Identity identity) {
        return identity.roles().contains(Role.USER) ? settings.userLifetime() : settings.memberLifetime();
    }

    private static <T> Ruling<T> full() {
        return refused(
                Cause.LIMIT,
                "the CA keeps " + IssuedCertificates.LIMIT + " certificates; there is room when some have ended");
    }
}
