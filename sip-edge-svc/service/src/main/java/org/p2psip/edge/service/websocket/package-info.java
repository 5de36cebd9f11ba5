/**
 * SIP over WebSocket (RFC 7118) on Netty: the HTTP upgrade, and frames as messages.
 *
 * <p>It must not know which connections there are, nor what a message says.
 */
package org.p2psip.edge.service.websocket;
