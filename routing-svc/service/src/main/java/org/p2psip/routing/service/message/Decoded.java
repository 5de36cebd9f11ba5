package org.p2psip.routing.service.message;

import org.p2psip.routing.message.Message;

/** What came of reading a message of the contract. */
public sealed interface Decoded {
    /** A message for the core. */
    record Routed(Message message) implements Decoded {}

    /** @param reason what was wrong, with which value, and what would be right */
    record Malformed(String reason) implements Decoded {}
}
