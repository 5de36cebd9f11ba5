/**
 * STUN over UDP on Netty: one socket, one event loop, and the probe that asks it.
 *
 * <p>It moves datagrams between sockets and the core; it must not know what stands in them.
 */
package org.p2psip.relay.udp;
