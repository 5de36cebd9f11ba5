/**
 * The Binding method of RFC 8489 on both sides, and how often a source gets an answer.
 *
 * <p>Octets, sender and {@code now} go in, an answer or the reason for silence comes out; it must not know sockets.
 */
package org.p2psip.relay.stun.binding;
