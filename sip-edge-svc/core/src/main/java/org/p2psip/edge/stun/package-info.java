/**
 * STUN on the SIP port, as phones keep their flows alive (RFC 5626 section 4.4.2).
 *
 * <p>It answers Binding requests and nothing else; it must not know SIP, sockets or credentials.
 */
package org.p2psip.edge.stun;
