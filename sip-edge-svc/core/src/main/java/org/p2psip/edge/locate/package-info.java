/**
 * Locating SIP servers (RFC 3263): the transport, addresses and order that a URI leads to, and which of them failed.
 *
 * <p>It must not know messages, transactions' states or users, nor ask DNS itself.
 */
package org.p2psip.edge.locate;
