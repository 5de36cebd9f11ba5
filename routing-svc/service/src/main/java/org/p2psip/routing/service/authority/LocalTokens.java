package org.p2psip.routing.service.authority;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Role;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.authority.Pem;
import org.p2psip.routing.service.authority.files.DurableDirectory;

/**
 * A directory in which there is always an open token for each role in each site of this machine,
 * ROLE@SITE.token, and what to trust, authorities.pem: so
 * that the services of one machine enroll by themselves. Who may read it may read the CA's key as well. On the thread of
 * the enrollment server.
 */
final class LocalTokens {
    static final String AUTHORITIES = "authorities.pem";

    private static final Set<Role> ROLES = EnumSet.complementOf(EnumSet.of(Role.USER));
    private static final int VALID_S = 86_400;

    private final DurableDirectory directory;
    private final List<String> sites;
    private final Map<String, String> tokens = new HashMap<>();
    private List<X509Certificate> written = List.of();

    LocalTokens(Path directory, List<String> sites) throws IOException {
        this.sites = List.copyOf(sites);
        this.directory = new DurableDirectory(directory);
    }

    /** Replaces tokens that were used or will expire, and follows a roll-over. */
    Ruling<Enrollment> keep(Enrollment enrollment) throws IOException {
        List<X509Certificate> trusted = enrollment.authorities().certificates();
        if (!trusted.equals(written)) {
            StringBuilder text = new StringBuilder();
            trusted.forEach(ca -> text.append(Pem.write(ca)));
            directory.write(AUTHORITIES, text.toString());
            written = trusted;
        }
        for (String site : sites) {
            for (Role role : ROLES) {
                Ruling<Enrollment> kept = keep(enrollment, role, site);
                if (kept instanceof Ruling.Refused<Enrollment>) {
                    return kept;
                }
            }
        }
        return Ruling.granted(enrollment);
    }

    private Ruling<Enrollment> keep(Enrollment enrollment, Role role, String site) throws IOException {
        String name = role.label() + "@" + site + ".token";
        Optional<String> open = Optional.ofNullable(tokens.get(name));
        if (open.isPresent() && enrollment.server().isOpen(open.get(), VALID_S / 2)) {
            return Ruling.granted(enrollment);
        }
        Ruling<EnrollmentServer.NewToken> made =
                enrollment.server().createToken(List.of(role.label()), site, VALID_S, 1);
        if (made instanceof Ruling.Granted<EnrollmentServer.NewToken>(EnrollmentServer.NewToken token)) {
            directory.write(name, token.token().text() + "\n");
            tokens.put(name, token.token().text());
        }
        return made.then(any -> Ruling.granted(enrollment));
    }
}
