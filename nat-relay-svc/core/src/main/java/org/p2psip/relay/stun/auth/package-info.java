/**
 * STUN's long-term credentials (RFC 8489 section 9.2): keys, integrity, nonces, and who may come in.
 *
 * <p>It judges one message at a time and keeps nothing of it; it must not know what the message asks for.
 */
package org.p2psip.relay.stun.auth;
