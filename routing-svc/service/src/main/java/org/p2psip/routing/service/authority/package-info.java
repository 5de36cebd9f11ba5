/**
 * The enrollment server (RFC 6940 section 11.3): the overlay's CA, who gets a certificate and who loses it, and the one
 * thread that works on that. It must not know the contracts, nor where users' credentials are.
 */
package org.p2psip.routing.service.authority;
