package org.p2psip.edge.service.kafka;

import org.p2psip.edge.Aor;

/**
 * What a registration event says.
 *
 * @param aor the address of record that was written
 * @param ofCredentials whether it was the user's digest hashes, else its bindings
 * @param generation of what was written, after that; 0 when the event does not say it, or something expired: expiry
 *     changes no generation
 */
public record RegistrationChange(Aor aor, boolean ofCredentials, long generation) {}
