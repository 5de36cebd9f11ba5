package org.p2psip.edge.service.kafka;

import org.p2psip.edge.Aor;

/**
 * What a registration event says.
 *
 * @param aor the address of record that was written
 * @param ofCredentials whether it was the user's digest hashes, else its bindings
 */
public record RegistrationChange(Aor aor, boolean ofCredentials) {}
