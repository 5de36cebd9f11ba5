/**
 * Media sessions on the relay's event loops: opens their ports, and passes packets from one side to the other.
 *
 * <p>It must not know what a session description says, nor who asks.
 */
package org.p2psip.relay.anchor;
