/**
 * The STUN message of RFC 8489: header, attributes as octets, FINGERPRINT.
 *
 * <p>It knows the wire; it must not know what a server answers, sockets or time.
 */
package org.p2psip.relay.stun;
