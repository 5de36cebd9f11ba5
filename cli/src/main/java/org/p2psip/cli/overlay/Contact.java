package org.p2psip.cli.overlay;

import java.util.List;

/**
 * A contact that is registered for an address of record.
 *
 * @param key what tells the contacts of one address of record apart
 * @param uri where it is reached
 * @param q preference in thousandths, 0 to 1000
 * @param remainingSeconds until it expires
 * @param path proxies on the way to it, nearest to the caller first (RFC 3327)
 * @param authenticatedUser who registered it; empty when nobody was asked
 * @param authentication how that was found out: "SHA-256", "operator", "none"
 * @param edge which edge wrote it; empty when none did
 */
public record Contact(
        String key,
        String uri,
        int q,
        long remainingSeconds,
        List<String> path,
        String authenticatedUser,
        String authentication,
        String edge) {}
