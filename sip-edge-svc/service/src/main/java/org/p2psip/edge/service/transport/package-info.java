/**
 * SIP's transports on Netty: sockets, connections, names. Everything runs on the edge's one event loop.
 *
 * <p>It knows datagrams, streams and where they go; it must not know what a message says.
 */
package org.p2psip.edge.service.transport;
