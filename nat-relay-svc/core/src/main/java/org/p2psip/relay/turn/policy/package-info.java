/**
 * What a relay lets its clients have: peers, ports, numbers of allocations.
 *
 * <p>Shared by the event loops, so each class says that any thread may ask; it must not know messages.
 */
package org.p2psip.relay.turn.policy;
