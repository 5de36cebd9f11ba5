package org.p2psip.cli.overlay;

import java.util.List;
import java.util.Optional;

/**
 * A contact that is registered for an address of record.
 *
 * @param key what tells the contacts of one address of record apart
 * @param uri where it is reached
 * @param q preference in thousandths, 0 to 1000
 * @param remainingSeconds until it expires
 * @param path proxies on the way to it, nearest to the caller first (RFC 3327)
 * @param authenticatedUser who registered it; empty when nobody was asked
 * @param authentication how that was found out: "SHA-256", "operator", "none", or {@link #OWN_KEY}
 * @param edge which edge wrote it; empty when none did
 * @param signature what a verification of its signature said; empty when nobody asked
 */
public record Contact(
        String key,
        String uri,
        int q,
        long remainingSeconds,
        List<String> path,
        String authenticatedUser,
        String authentication,
        String edge,
        Optional<Signature> signature) {
    /** As authentication: the user stored it itself (RFC 7904). */
    public static final String OWN_KEY = "own key";

    /** What a verification says. */
    public sealed interface Signature {
        /** @param signer who signed it, and may: "edge-1@example.org (edge of local)" */
        record By(String signer) implements Signature {}

        /** @param reason why it cannot be believed */
        record Wrong(String reason) implements Signature {}
    }
}
