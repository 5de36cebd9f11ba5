/**
 * Digest authentication of requests (RFC 3261 section 22, RFC 8760), and the brake on guessing passwords.
 *
 * <p>It must not know what an authenticated user may do.
 */
package org.p2psip.edge.auth;
