/**
 * The values of TURN's attributes (RFC 8656 section 18): one attribute, one file.
 *
 * <p>It knows what the octets of a value mean; it must not know which message may carry it.
 */
package org.p2psip.relay.turn.attribute;
