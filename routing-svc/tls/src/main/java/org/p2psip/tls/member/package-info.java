/**
 * How a member comes by its certificate and by what it trusts (RFC 6940 section 11.3): enrollment with a token, renewal,
 * the overlay's CAs and revocation lists. It must not know what connections are made with them.
 */
package org.p2psip.tls.member;
