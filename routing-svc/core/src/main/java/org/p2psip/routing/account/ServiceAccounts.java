package org.p2psip.routing.account;

import static org.p2psip.routing.admission.Ruling.granted;
import static org.p2psip.routing.admission.Ruling.refused;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.p2psip.identity.Role;
import org.p2psip.identity.SiteExtension;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.admission.Ruling.Cause;
import org.p2psip.routing.admission.TokenGrant;
import org.p2psip.routing.record.Quote;

/**
 * The service accounts that may become members, each with the roles and the site that its certificates may have.
 *
 * @param audience that tokens have to be for, so that a token for something else opens nothing here
 */
public record ServiceAccounts(String audience, Map<ServiceAccount, Rights> members) {
    /** Accounts in the table. */
    public static final int LIMIT = 256;

    /** A review is worth something at once or not at all. */
    private static final Duration REVIEW_LIFETIME = Duration.ofMinutes(1);

    /** What an account may become. */
    public record Rights(Set<Role> roles, String site) {
        public Rights {
            roles = Set.copyOf(roles);
        }
    }

    public ServiceAccounts {
        members = Map.copyOf(members);
    }

    /**
     * Reads a table, "namespace/name=role+role@site" several times, separated by commas.
     *
     * @param ownSite for entries that name no site
     */
    public static Ruling<ServiceAccounts> parse(String table, String audience, String ownSite) {
        Map<ServiceAccount, Rights> members = new HashMap<>();
        List<String> entries = Arrays.stream(table.split(","))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
        if (entries.isEmpty() || entries.size() > LIMIT) {
            return refused(Cause.INVALID, "1 to " + LIMIT + " accounts; here are " + entries.size());
        }
        for (String entry : entries) {
            int equals = entry.indexOf('=');
            Optional<ServiceAccount> account =
                    equals < 0 ? Optional.empty() : ServiceAccount.parse(entry.substring(0, equals));
            Optional<Rights> rights = rights(entry.substring(equals + 1), ownSite);
            if (account.isEmpty() || rights.isEmpty()) {
                return refused(
                        Cause.INVALID,
                        "namespace/account=role+role@site, roles of peer, edge, store, relay, operator, separated by"
                                + " commas; \"" + Quote.shorten(entry) + "\" is no such entry");
            }
            if (members.put(account.get(), rights.get()) != null) {
                return refused(Cause.INVALID, "each account once; " + account.get() + " is there twice");
            }
        }
        return granted(new ServiceAccounts(audience, members));
    }

    /** What a token allows that an API server has looked at. */
    public Ruling<TokenGrant> grant(TokenReview review, Instant now) {
        if (!review.authenticated()) {
            String why = review.error().isEmpty() ? "it does not say why" : Quote.shorten(review.error());
            return refused(
                    Cause.FORBIDDEN,
                    "the API server does not take the service account token for the audience \"" + audience + "\": "
                            + why);
        }
        // An API server that knows no audiences answers for its own, and says so by naming none
        if (!review.audiences().contains(audience)) {
            return refused(
                    Cause.FORBIDDEN,
                    "the service account token is for the audiences " + review.audiences() + ", expected \"" + audience
                            + "\"");
        }
        Optional<ServiceAccount> account = ServiceAccount.ofUserName(review.userName());
        Optional<Rights> rights = account.map(members::get);
        if (rights.isEmpty()) {
            return refused(
                    Cause.FORBIDDEN,
                    "the token is of \"" + Quote.shorten(review.userName())
                            + "\", which p2psip.enrollment.kubernetes.accounts does not name");
        }
        return granted(new TokenGrant(rights.get().roles(), rights.get().site(), now.plus(REVIEW_LIFETIME), 1));
    }

    private static Optional<Rights> rights(String text, String ownSite) {
        int at = text.indexOf('@');
        String site = at < 0 ? ownSite : text.substring(at + 1);
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (String label : (at < 0 ? text : text.substring(0, at)).split("\\+", -1)) {
            Optional<Role> role = Role.ofLabel(label).filter(read -> read != Role.USER);
            if (role.isEmpty()) {
                return Optional.empty();
            }
            roles.add(role.get());
        }
        return SiteExtension.isSite(site) ? Optional.of(new Rights(roles, site)) : Optional.empty();
    }
}
