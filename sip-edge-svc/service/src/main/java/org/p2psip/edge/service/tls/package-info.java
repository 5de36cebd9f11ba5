/**
 * Keys, trust and their reload: makes TLS handlers and says whom a peer's certificate names (RFC 5922).
 *
 * <p>It must not know connections, SIP messages or where anything is sent.
 */
package org.p2psip.edge.service.tls;
