package org.p2psip.routing.service.authority;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.service.authority.files.AuthorityFiles;
import org.p2psip.routing.service.authority.files.DurableDirectory;
import org.p2psip.routing.service.authority.files.IssuedCertificates;
import org.p2psip.routing.service.authority.files.RevocationListFiles;
import org.p2psip.routing.service.authority.files.TokenFiles;

/**
 * All that the enrollment server's thread owns.
 *
 * @param server gives certificates
 * @param revocations takes them back
 * @param authorities what is trusted
 */
public record Enrollment(EnrollmentServer server, Revocations revocations, Authorities authorities) {
    /**
     * Opens the directory of a CA.
     *
     * @param given the CA of the operator; empty for one that is made at the first start
     * @throws org.p2psip.routing.service.config.StartRefused when what is there cannot be used
     */
    static Enrollment open(
            Path directory, EnrollmentSettings settings, Optional<CertificateAuthority> given, InstantSource clock)
            throws IOException {
        Instant now = clock.instant();
        DurableDirectory root = new DurableDirectory(directory);
        Authorities authorities =
                Authorities.open(settings, new AuthorityFiles(below(root, "authorities")), given, clock);
        IssuedCertificates issued = new IssuedCertificates(below(root, "issued"), below(root, "revoked"), now);
        RevocationListFiles lists = new RevocationListFiles(below(root, "lists"), settings.listLifetime());
        TokenFiles tokens = new TokenFiles(below(root, "tokens"));
        return new Enrollment(
                new EnrollmentServer(settings, authorities, issued, tokens, clock),
                new Revocations(authorities, issued, lists, clock),
                authorities);
    }

    private static DurableDirectory below(DurableDirectory root, String name) throws IOException {
        return new DurableDirectory(root.path().resolve(name));
    }
}
