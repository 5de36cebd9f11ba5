package org.p2psip.tls;

import org.p2psip.identity.Identity;

/** What a check of a certificate says. */
public sealed interface Standing {
    /** A CA of the overlay issued it, it is valid now and not revoked. */
    record Good(Identity identity) implements Standing {}

    /** @param reason what is wrong with it */
    record Refused(String reason) implements Standing {}
}
