package org.p2psip.tls.member;

import java.util.Optional;
import org.p2psip.tls.Fingerprint;

/**
 * A token as an operator hands it over: alone, or followed by a dot and the fingerprint of the overlay's CA, and by another
 * dot and whatever else is for others than the enrollment server.
 *
 * @param token for the enrollment server
 * @param authority by which that server is known; empty where it is known otherwise
 */
record TokenText(String token, Optional<Fingerprint> authority) {
    /** Reads one. */
    static TokenText parse(String text) throws EnrollmentFailure {
        String[] parts = text.strip().split("\\.", 3);
        try {
            return new TokenText(
                    parts[0], parts.length > 1 ? Optional.of(new Fingerprint(parts[1])) : Optional.empty());
        } catch (IllegalArgumentException none) {
            throw new EnrollmentFailure("what follows the token is no fingerprint: " + none.getMessage());
        }
    }
}
