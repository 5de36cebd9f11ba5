package org.p2psip.routing.service.authority;

import static org.p2psip.routing.admission.Ruling.granted;
import static org.p2psip.routing.admission.Ruling.refused;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.TrustedAuthorities;
import org.p2psip.routing.authority.TrustedAuthorities.Step;
import org.p2psip.routing.service.authority.files.AuthorityFiles;
import org.p2psip.routing.service.authority.files.IssuedCertificates;
import org.p2psip.routing.service.config.StartRefused;

/** The CAs of this overlay, as they are kept on disk, and the roll-over from one to the next. */
public final class Authorities {
    private static final Logger LOG = Logger.getLogger(Authorities.class);

    private final EnrollmentSettings settings;
    private final AuthorityFiles files;
    private final boolean isGiven;
    private final InstantSource clock;
    private AuthorityFiles.Stored stored;

    private Authorities(
            EnrollmentSettings settings,
            AuthorityFiles files,
            boolean isGiven,
            InstantSource clock,
            AuthorityFiles.Stored stored) {
        this.settings = settings;
        this.files = files;
        this.isGiven = isGiven;
        this.clock = clock;
        this.stored = stored;
    }

    /**
     * Opens what is on disk. At the first start that is the given CA, or one that is made; another given CA later is the
     * next one of a roll-over.
     *
     * @throws StartRefused when what is there cannot be used, or the given CA cannot follow it
     */
    static Authorities open(
            EnrollmentSettings settings,
            AuthorityFiles files,
            Optional<CertificateAuthority> given,
            InstantSource clock)
            throws IOException {
        Instant now = clock.instant();
        Optional<AuthorityFiles.Stored> known = files.read(now);
        AuthorityFiles.Stored stored = known.orElseGet(() ->
                new AuthorityFiles.Stored(TrustedAuthorities.only(given.orElseGet(() -> make(settings, now))), 0));
        if (given.isPresent() && !isTrusted(stored.authorities(), given.get())) {
            if (stored.authorities().nextStep() != Step.PREPARE) {
                throw new StartRefused("p2psip.enrollment.ca-certificate is a third CA, while two are trusted: the"
                        + " roll-over has to be finished first, with the CA as it was (p2psip authority)");
            }
            stored = new AuthorityFiles.Stored(stored.authorities().prepare(given.get()), stored.steps() + 1);
        }
        if (known.isEmpty() || stored != known.get()) {
            files.write(stored);
        }
        LOG.infof(
                "Enrollment server of the overlay %s: %s signs",
                settings.overlay(), stored.authorities().signing());
        return new Authorities(settings, files, given.isPresent(), clock, stored);
    }

    private static boolean isTrusted(TrustedAuthorities authorities, CertificateAuthority given) {
        return authorities.all().stream().anyMatch(ca -> ca.certificate().equals(given.certificate()));
    }

    private static CertificateAuthority make(EnrollmentSettings settings, Instant now) {
        return CertificateAuthority.make(settings.overlay(), now, settings.authorityLifetime());
    }

    /** Those that are trusted now. */
    public TrustedAuthorities trusted() {
        return stored.authorities();
    }

    /** Their certificates, that of the one that signs first. */
    public List<X509Certificate> certificates() {
        return trusted().all().stream().map(CertificateAuthority::certificate).toList();
    }

    /** Steps of roll-overs so far: each changes what has to be spread. */
    public int steps() {
        return stored.steps();
    }

    /**
     * Takes a step of the roll-over.
     *
     * @param force retires a CA whose certificates are still in use; their holders are cut off
     */
    Ruling<Authorities> rollOver(Step step, boolean force, IssuedCertificates issued) throws IOException {
        if (trusted().nextStep() != step) {
            return refused(
                    Cause.WRONG_STATE,
                    "the step " + step + " is not the next one, that is "
                            + trusted().nextStep());
        }
        if (step == Step.PREPARE && isGiven) {
            return refused(
                    Cause.WRONG_STATE,
                    "the CA is given by p2psip.enrollment.ca-certificate: a start with the next one there prepares it");
        }
        Instant now = clock.instant();
        if (step == Step.RETIRE && !force) {
            int valid = issued.valid(trusted().previous().orElseThrow(), now);
            if (valid > 0) {
                return refused(
                        Cause.WRONG_STATE,
                        valid + " certificates of the CA before are still valid; they are renewed within "
                                + hours(settings.memberLifetime()) + " (services) and "
                                + hours(settings.userLifetime()) + " (users), or cut off by force");
            }
        }
        TrustedAuthorities after =
                switch (step) {
                    case PREPARE -> trusted().prepare(make(settings, now));
                    case ACTIVATE -> trusted().activate();
                    case RETIRE -> trusted().retire();
                };
        AuthorityFiles.Stored next = new AuthorityFiles.Stored(after, stored.steps() + 1);
        files.write(next);
        stored = next;
        LOG.infof("Roll-over of the CA: %s done, %s signs", step, after.signing());
        return granted(this);
    }

    private static String hours(Duration duration) {
        return duration.toHours() + " h";
    }
}
