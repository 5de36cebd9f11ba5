/**
 * TCP sockets that are not gRPC's, as other libraries open them, under TLS with the certificates of the overlay. It must not
 * know what is said over them.
 */
package org.p2psip.tls.socket;
