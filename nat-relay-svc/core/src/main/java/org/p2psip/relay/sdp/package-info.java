/**
 * Session descriptions (RFC 8866): reads of them what a relay of media needs, and rewrites that alone. It must not know what
 * a relay does with it.
 */
package org.p2psip.relay.sdp;
