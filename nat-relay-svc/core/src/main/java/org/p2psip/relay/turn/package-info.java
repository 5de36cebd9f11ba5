/**
 * TURN (RFC 8656): what a server decides about a request, and its numbers.
 *
 * <p>Messages and {@code now} go in, commands come out; it must not know sockets.
 */
package org.p2psip.relay.turn;
