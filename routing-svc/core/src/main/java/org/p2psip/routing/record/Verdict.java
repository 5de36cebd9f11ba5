package org.p2psip.routing.record;

import java.util.function.Supplier;

/** What a check says of its input. */
public sealed interface Verdict {
    /** Nothing is wrong. */
    Verdict ACCEPTED = new Accepted();

    /** Nothing is wrong. */
    record Accepted() implements Verdict {}

    /**
     * The input is refused.
     *
     * @param reason which error it is
     * @param message what was wrong, with which value, and what would be right
     */
    record Refused(Reason reason, String message) implements Verdict {}

    /** The errors of RFC 6940 section 14.9 that a check of input may find. */
    enum Reason {
        INVALID_MESSAGE,
        DATA_TOO_LARGE,
        MESSAGE_TOO_LARGE
    }

    /** Refuses input that does not keep the contract. */
    static Verdict invalid(String message) {
        return new Refused(Reason.INVALID_MESSAGE, message);
    }

    /** The first check that refuses, or acceptance: {@code first} unless it is accepted. */
    default Verdict and(Supplier<Verdict> next) {
        return this instanceof Accepted ? next.get() : this;
    }
}
