/**
 * The two ways in which packets travel between client and server: ChannelData, and Send and Data indications (RFC 8656
 * sections 11 and 12).
 *
 * <p>It reads and writes octets in place, for every packet; it must not know who sends and receives them.
 */
package org.p2psip.relay.turn.data;
