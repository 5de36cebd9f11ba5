/**
 * What a server remembers for a client: the allocation with its permissions and channels (RFC 8656 sections 3, 9, 12).
 *
 * <p>It is asked for every packet and so answers without making objects; it must not know how packets are carried.
 */
package org.p2psip.relay.turn.allocation;
