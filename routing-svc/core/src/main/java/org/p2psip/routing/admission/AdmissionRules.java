package org.p2psip.routing.admission;

import static org.p2psip.routing.admission.Ruling.granted;
import static org.p2psip.routing.admission.Ruling.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.p2psip.identity.Role;
import org.p2psip.identity.SiteExtension;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.record.Quote;

/** The rules by which tokens are made, and certificates given for them. */
public final class AdmissionRules {
    /** Node-IDs in one certificate. */
    public static final int NODE_ID_LIMIT = 16;

    /** Certificates for one token. */
    public static final int USE_LIMIT = 1_000;

    /** Longest validity of a token. */
    public static final Duration TOKEN_LIFETIME_LIMIT = Duration.ofDays(7);

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

    /** Users have a way of their own to enroll. */
    private static final Set<Role> BY_TOKEN = EnumSet.complementOf(EnumSet.of(Role.USER));

    private AdmissionRules() {}

    /**
     * What a new token allows.
     *
     * @param roles labels, at least one
     * @param site empty for {@code ownSite}
     * @param validSeconds 0 for an hour
     * @param uses 0 for one
     */
    public static Ruling<TokenGrant> token(
            List<String> roles, String site, String ownSite, int validSeconds, int uses, Instant now) {
        if (roles.isEmpty()) {
            return refused(Cause.INVALID, "the token has no role, expected one or more of " + labels(BY_TOKEN));
        }
        if (!site.isEmpty() && !SiteExtension.isSite(site)) {
            return refused(
                    Cause.INVALID,
                    "the site '" + Quote.shorten(site) + "' is none, expected 1 to 64 letters, digits, '.', '_', '-'");
        }
        long seconds = Integer.toUnsignedLong(validSeconds);
        if (seconds > TOKEN_LIFETIME_LIMIT.toSeconds()) {
            return refused(
                    Cause.INVALID,
                    "the token would be valid for " + seconds + " s, expected 1 to "
                            + TOKEN_LIFETIME_LIMIT.toSeconds());
        }
        if (Integer.compareUnsigned(uses, USE_LIMIT) > 0) {
            return refused(
                    Cause.INVALID,
                    "the token would be good for " + Integer.toUnsignedString(uses) + " certificates, expected 1 to "
                            + USE_LIMIT);
        }
        Duration lifetime = seconds == 0 ? TOKEN_LIFETIME : Duration.ofSeconds(seconds);
        return roles(roles)
                .then(read -> granted(
                        new TokenGrant(read, site.isEmpty() ? ownSite : site, now.plus(lifetime), Math.max(1, uses))));
    }

    /**
     * What a certificate for a token will say.
     *
     * @param roles labels; none for those of the token
     * @param site empty for that of the token
     * @param nodeIds 0 for one
     */
    public static Ruling<Admission> admit(TokenGrant grant, List<String> roles, String site, int nodeIds, Instant now) {
        if (!now.isBefore(grant.expiresAt())) {
            return refused(
                    Cause.FORBIDDEN, "the token expired at " + grant.expiresAt() + "; an operator makes a new one");
        }
        if (!site.isEmpty() && !site.equals(grant.site())) {
            return refused(
                    Cause.FORBIDDEN,
                    "the token is for the site " + grant.site() + ", not for '" + Quote.shorten(site) + "'");
        }
        if (Integer.compareUnsigned(nodeIds, NODE_ID_LIMIT) > 0) {
            return refused(
                    Cause.INVALID,
                    Integer.toUnsignedString(nodeIds) + " Node-IDs are wanted, expected 1 to " + NODE_ID_LIMIT);
        }
        int count = Math.max(1, nodeIds);
        if (roles.isEmpty()) {
            return granted(new Admission(grant.roles(), grant.site(), count));
        }
        return roles(roles)
                .then(read -> grant.roles().containsAll(read)
                        ? granted(new Admission(read, grant.site(), count))
                        : refused(
                                Cause.FORBIDDEN,
                                "the token is for " + labels(grant.roles()) + ", not for " + labels(read)));
    }

    private static Ruling<Set<Role>> roles(List<String> labels) {
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String label : labels) {
            Optional<Role> role = Role.ofLabel(label).filter(BY_TOKEN::contains);
            if (role.isEmpty()) {
                return refused(
                        Cause.INVALID,
                        "the role '" + Quote.shorten(label) + "' is not known, expected one or more of "
                                + labels(BY_TOKEN));
            }
            roles.add(role.get());
        }
        return granted(roles);
    }

    private static String labels(Collection<Role> roles) {
        return roles.stream().sorted().map(Role::label).collect(Collectors.joining(", "));
    }
}
