/**
 * UDP on Netty: where channels come from, and the probe that asks the relay as any client does.
 *
 * <p>It moves datagrams; it must not know what stands in them.
 */
package org.p2psip.relay.udp;
