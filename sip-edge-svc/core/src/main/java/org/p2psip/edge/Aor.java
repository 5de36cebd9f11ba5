package org.p2psip.edge;

/**
 * An address of record in canonical form: the user without escapes, the host in lower case, no scheme and no
 * parameters. {@link #resourceName()} is what the overlay hashes (RFC 7904 section 2).
 *
 * @param user user part, unescaped, not empty; case is kept (RFC 3261 19.1.4)
 * @param host domain in lower case
 */
public record Aor(String user, String host) {
    public String resourceName() {
        return user + "@" + host;
    }

    @Override
    public String toString() {
        return "sip:" + resourceName();
    }
}
