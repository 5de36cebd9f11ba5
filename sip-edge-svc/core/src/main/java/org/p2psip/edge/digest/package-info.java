/**
 * Digest authentication (RFC 7616, RFC 8760, RFC 3261 section 22): challenges, credentials, nonces and their counts.
 *
 * <p>Arithmetic only: it must not know SIP messages, who may do what, where hashes are stored, or the clock.
 */
package org.p2psip.edge.digest;
