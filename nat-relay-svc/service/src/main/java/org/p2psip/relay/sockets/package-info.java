/**
 * The sockets of STUN and TURN: one loop for each thread, which owns its allocations and their sockets.
 *
 * <p>It moves packets the way that the core says; it must not decide what a client may have.
 */
package org.p2psip.relay.sockets;
