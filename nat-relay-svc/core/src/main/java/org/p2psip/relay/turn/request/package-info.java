/**
 * One class for each of TURN's requests, its steps in the order of RFC 8656.
 *
 * <p>The sender is known when they are asked; they must not know how requests arrive.
 */
package org.p2psip.relay.turn.request;
