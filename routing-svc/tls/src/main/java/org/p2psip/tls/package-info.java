/**
 * TLS between members of an overlay (RFC 6940 section 5.6.1.1): whose certificate is good, and gRPC connections that show
 * and check them. It must not know how certificates are come by, nor what a role may do.
 */
package org.p2psip.tls;
