/**
 * SIP messages (RFC 3261 sections 7, 19, 20 and 25): framing, lazy reading, editing without re-encoding, building.
 *
 * <p>Text is one character per byte (ISO-8859-1), so that whatever came in goes out unchanged; it must not know
 * transactions, dialogs, who sent a message or what it is for.
 */
package org.p2psip.edge.message;
