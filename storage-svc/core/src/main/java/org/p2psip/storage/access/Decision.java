package org.p2psip.storage.access;

/** What access control says. */
public sealed interface Decision {
    Decision GRANTED = new Granted();

    record Granted() implements Decision {}

    /** @param reason what was wrong, with which value, and what would be right */
    record Denied(String reason) implements Decision {}

    static Decision denied(String reason) {
        return new Denied(reason);
    }
}
