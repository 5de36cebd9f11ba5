package org.p2psip.storage.access;

import java.util.Set;

/**
 * What an EDGE-REGISTRATION says of whom the edge registered it for.
 *
 * @param user   "user@domain"; empty when nobody was authenticated
 * @param method how: a digest algorithm of RFC 8760, "x509", "operator" or "none"
 */
public record Authentication(String user, String method) {
    private static final Set<String> OF_USERS = Set.of("SHA-512-256", "SHA-256", "MD5", "x509");

    /** Whether an edge may say so: a method that proves a user, and the user; or nobody, and "none". */
    public boolean isOfEdge() {
        return method.equals("none") ? user.isEmpty() : OF_USERS.contains(method) && !user.isEmpty();
    }

    /** Whether it is what an operator writes. */
    public boolean isOfOperator() {
        return method.equals("operator");
    }
}
