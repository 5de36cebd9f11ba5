package org.p2psip.routing.account;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A service account of a cluster.
 *
 * @param namespace a DNS label (RFC 1123)
 * @param name a DNS subdomain
 */
public record ServiceAccount(String namespace, String name) {
    private static final String USER_PREFIX = "system:serviceaccount:";
    private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    /** Reads "namespace/name". */
    public static Optional<ServiceAccount> parse(String text) {
        return split(text, '/');
    }

    /** Reads the user name that an API server gives it, "system:serviceaccount:namespace:name"; empty for other users. */
    public static Optional<ServiceAccount> ofUserName(String userName) {
        return userName.startsWith(USER_PREFIX)
                ? split(userName.substring(USER_PREFIX.length()), ':')
                : Optional.empty();
    }

    private static Optional<ServiceAccount> split(String text, char separator) {
        int at = text.indexOf(separator);
        if (at < 0) {
            return Optional.empty();
        }
        String namespace = text.substring(0, at);
        String name = text.substring(at + 1);
        return NAMESPACE.matcher(namespace).matches() && NAME.matcher(name).matches()
                ? Optional.of(new ServiceAccount(namespace, name))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
