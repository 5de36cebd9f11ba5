package org.p2psip.tls.member;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.p2psip.identity.Role;
import org.p2psip.tls.Fingerprint;
import org.p2psip.tls.GrpcSecurity;
import org.p2psip.tls.MemberCertificate;
import org.p2psip.tls.Standing;
import org.p2psip.tls.TlsCount;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.Trust;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The key and certificate of a member and what it trusts: got by a token, kept in files, renewed in time, refreshed from
 * the enrollment server. One thread calls {@link #turn()}; anybody may ask what is current.
 *
 * <p>While the enrollment server does not answer, all goes on with what was known: revocation lists are used beyond their
 * next update, and a warning says so at each attempt.
 */
public final class MemberKeys {
    private static final Logger LOG = LoggerFactory.getLogger(MemberKeys.class);
    /** How soon a member that has no certificate asks again: a local node enrolls all of its services at once. */
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);

    private final MemberSettings settings;
    private final Role role;
    private final MemberFiles files;
    private final EnrollmentAuthority authority;
    private final InstantSource clock;
    private final TlsCounts counts;
    private volatile Optional<MemberCertificate> own;
    private volatile Trust trust;
    private volatile String problem = "it was not asked yet";
    /** What the token says of the CA. */
    private volatile Optional<Fingerprint> pinned = Optional.empty();

    private Instant refreshAt = Instant.MIN;

    /**
     * Reads what is there.
     *
     * @param role that the certificate has to have
     * @param connect makes the way to the enrollment server out of these keys
     * @throws IOException when the directory cannot be used, with a message for the operator
     */
    public MemberKeys(MemberSettings settings, Role role, Connect connect, InstantSource clock, TlsCounts counts)
            throws IOException {
        this.settings = settings;
        this.role = role;
        this.files = new MemberFiles(settings.directory());
        this.clock = clock;
        this.counts = counts;
        this.own = files.member().filter(this::isUsable);
        this.trust = new Trust(overlay(), files.authorities(), files.lists());
        this.authority = connect.to(GrpcSecurity.enrolling(() -> own, this::trustForEnrollment, clock, counts));
    }

    /** Makes the way to an enrollment server. */
    @FunctionalInterface
    public interface Connect {
        EnrollmentAuthority to(GrpcSecurity security);
    }

    /** Connections that use these keys. */
    public GrpcSecurity security() {
        return GrpcSecurity.mutualTls(() -> own, () -> trust, clock, counts);
    }

    /** The certificate; empty before the enrollment. */
    public Optional<MemberCertificate> own() {
        return own;
    }

    /** Who is trusted. */
    public Trust trust() {
        return trust;
    }

    /** What the last turn failed on; empty when it did not. */
    public String problem() {
        return problem;
    }

    /** Does what is due; returns how long to wait for the next turn. */
    public Duration turn() {
        try {
            Instant now = clock.instant();
            if (own.isEmpty()) {
                enroll();
            } else if (!now.isBefore(refreshAt)) {
                refresh();
                if (isRenewalDue(own.get(), now)) {
                    renew(own.get());
                }
                refreshAt = now.plus(settings.refresh());
            }
            problem = "";
            return settings.refresh();
        } catch (EnrollmentFailure | IOException failed) {
            counts.add(own.isEmpty() ? TlsCount.ENROLLMENTS_FAILED : TlsCount.REFRESHES_FAILED);
            complain(failed.getMessage());
            return own.isEmpty() ? FIRST_RETRY : settings.refresh();
        }
    }

    /**
     * For who has no thread of its own, such as a command: enrolls when there is no certificate, when it will end soon, or
     * when the trust file names its CA no more. Waits for the enrollment server then, and else for nobody.
     */
    public void enrollIfNeeded() throws EnrollmentFailure, IOException {
        Trust given = trustInFile();
        boolean isKnown = own.isPresent()
                && clock.instant().isBefore(own.get().renewAt(settings.renewPercent()))
                && (given.authorities().isEmpty()
                        || given.check(own.get().certificate(), clock.instant()) instanceof Standing.Good);
        if (!isKnown) {
            own = Optional.empty();
            enroll();
        } else if (!given.authorities().isEmpty()) {
            trust = new Trust(overlay(), given.authorities(), trust.lists());
        }
    }

    private void complain(String message) {
        if (!message.equals(problem)) {
            LOG.warn("{}. Trying on", message);
        }
        problem = message;
    }

    private boolean isRenewalDue(MemberCertificate member, Instant now) {
        // One of a CA that no longer signs is to be gone before that CA is
        return !now.isBefore(member.renewAt(settings.renewPercent()))
                || !Trust.isIssuer(trust.authorities().getFirst(), member.certificate());
    }

    private void enroll() throws EnrollmentFailure, IOException {
        TokenText token = token();
        pinned = token.authority();
        EnrollmentAuthority.Configuration configuration = authority.configuration();
        NewKey made = NewKey.make();
        // The files of what is trusted first: a certificate without them would be of no use
        become(new Trust(configuration.overlay(), configuration.authorities(), List.of())
                .with(authority.revocationLists()));
        accept(made, authority.enroll(made.request(), token.token()));
        refreshAt = clock.instant().plus(settings.refresh());
        LOG.info(
                "Enrolled: {}, valid until {}",
                own.orElseThrow(),
                own.orElseThrow().end());
    }

    private void renew(MemberCertificate old) throws EnrollmentFailure, IOException {
        NewKey made = NewKey.make();
        accept(made, authority.renew(made.request(), old.certificate(), made.signedBy(old.key())));
        LOG.info(
                "Renewed: {}, valid until {}",
                own.orElseThrow(),
                own.orElseThrow().end());
    }

    private void accept(NewKey made, List<X509Certificate> chain) throws EnrollmentFailure, IOException {
        MemberCertificate member;
        try {
            member = MemberFiles.member(made.key(), chain);
        } catch (GeneralSecurityException e) {
            throw new EnrollmentFailure("the enrollment server gave a certificate that is none: " + e.getMessage());
        }
        if (trust.check(member.certificate(), clock.instant()) instanceof Standing.Refused(String reason)) {
            throw new EnrollmentFailure("the enrollment server gave a certificate that is not good: " + reason);
        }
        if (!member.identity().roles().contains(role)) {
            throw new EnrollmentFailure("the certificate has the roles "
                    + member.identity().roles() + ", needed is " + role + ": the token was made for others");
        }
        files.write(member);
        own = Optional.of(member);
        counts.add(TlsCount.CERTIFICATES_RECEIVED);
    }

    private void refresh() throws EnrollmentFailure, IOException {
        EnrollmentAuthority.Configuration configuration = authority.configuration();
        // It came from who has a certificate of this overlay; yet all of its CAs do not change at once
        if (configuration.authorities().stream().noneMatch(trust.authorities()::contains)) {
            throw new EnrollmentFailure("the enrollment server names no CA that was trusted before; if it was set up"
                    + " again, this member has to enroll again: delete " + settings.directory());
        }
        become(new Trust(overlay(), configuration.authorities(), trust.lists()).with(authority.revocationLists()));
    }

    private void become(Trust next) throws IOException {
        if (!next.equals(trust)) {
            files.write(next);
            trust = next;
        }
    }

    private String overlay() {
        return own.map(member -> member.identity().overlay()).orElse("");
    }

    private boolean isUsable(MemberCertificate member) {
        if (clock.instant().isAfter(member.end())) {
            LOG.warn("The {} expired at {}; a token is needed to enroll again", member, member.end());
            return false;
        }
        return true;
    }

    /** Before the enrollment the enrollment server is checked by what came with the token. */
    private Trust trustForEnrollment(X509Certificate... chain) {
        if (own.isPresent()) {
            return trust;
        }
        if (settings.trustFile().isPresent()) {
            return trustInFile();
        }
        return pinned.map(authority -> authority.in(chain)).orElse(trust);
    }

    private Trust trustInFile() {
        if (settings.trustFile().isEmpty()) {
            return Trust.NOBODY;
        }
        Path file = settings.trustFile().get();
        try {
            return new Trust("", PemText.certificates(Files.readString(file)), List.of());
        } catch (IOException | GeneralSecurityException e) {
            LOG.warn("The file {} with the CAs of the overlay cannot be read: {}", file, e.toString());
            return Trust.NOBODY;
        }
    }

    private TokenText token() throws EnrollmentFailure {
        return switch (settings.token()) {
            case MemberSettings.Token.NotNeeded() -> new TokenText("", Optional.empty());
            case MemberSettings.Token.Given(String text) -> TokenText.parse(text);
            case MemberSettings.Token.InFile(Path file) -> {
                try {
                    yield TokenText.parse(Files.readString(file));
                } catch (NoSuchFileException absent) {
                    throw new EnrollmentFailure("no token is in the file " + file + " yet");
                } catch (IOException e) {
                    throw new EnrollmentFailure("the file " + file + " with the token cannot be read: " + e);
                }
            }
            case MemberSettings.Token.None() ->
                throw new EnrollmentFailure(
                        "there is no certificate in " + settings.directory() + " and no token to get one with");
        };
    }
}
