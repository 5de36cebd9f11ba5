package org.p2psip.tls.member;

import java.util.Optional;
import org.p2psip.tls.Fingerprint;

/**
 * A token as an operator hands it over: alone, or one of the enrollment server's followed by a dot and the fingerprint of
 * the overlay's CA, and by another dot and whatever else is for others than the enrollment server. That of a cluster's
 * service account has dots of its own, and goes to the server as it is.
 *
 * @param token for the enrollment server
 * @param authority by which that server is known; empty where it is known otherwise
 */
record TokenText(String token, Optional<Fingerprint> authority) {
    private static final String OWN = "[0-9a-f]{32}";

    /** Reads one. */
    static TokenText parse(String text) throws EnrollmentFailure {
        String[] parts = text.strip().split("\\.", 3);
        if (!parts[0].matches(OWN)) {
            return new TokenText(text.strip(), Optional.empty());
        }
        try {
            return new TokenText(
                    parts[0], parts.length > 1 ? Optional.of(new Fingerprint(parts[1])) : Optional.empty());
        } catch (IllegalArgumentException none) {
            throw new EnrollmentFailure("what follows the token is no fingerprint: " + none.getMessage());
        }
    }
}
