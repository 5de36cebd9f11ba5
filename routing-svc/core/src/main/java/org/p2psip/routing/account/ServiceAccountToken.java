package org.p2psip.routing.account;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A token that a cluster projects into a pod: a JSON Web Token in its compact form (RFC 7519, RFC 7515 section 3.1). Whether
 * it is good only the cluster knows; here is no more than its form.
 *
 * @param text at most {@link #LENGTH_LIMIT} characters
 */
public record ServiceAccountToken(String text) {
    /** Characters; a projected token has some 1 200. */
    public static final int LENGTH_LIMIT = 16_384;

    /** A header is a JSON object, and so begins as {@code {"} does in base64url. */
    private static final String BEGINNING = "eyJ";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** Reads a token; empty for what cannot be one, such as a one-time token. */
    public static Optional<ServiceAccountToken> parse(String text) {
        return text.length() <= LENGTH_LIMIT
                        && text.startsWith(BEGINNING)
                        && FORM.matcher(text).matches()
                ? Optional.of(new ServiceAccountToken(text))
                : Optional.empty();
    }

    /** Without the token, which is for its bearer alone. */
    @Override
    public String toString() {
        return "service account token";
    }
}
