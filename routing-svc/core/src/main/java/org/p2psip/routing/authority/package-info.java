/**
 * The overlay's certification authority (RFC 6940 section 11.3, RFC 5280): certificate requests, certificates, revocation
 * lists, roll-over. It must not know where keys and certificates are kept, nor who may have a certificate.
 */
package org.p2psip.routing.authority;
