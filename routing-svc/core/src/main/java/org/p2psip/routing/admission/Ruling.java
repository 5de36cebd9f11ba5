package org.p2psip.routing.admission;

/**
 * What an enrollment server says to a request.
 *
 * @param <T> what is granted
 */
public sealed interface Ruling<T> {
    /** Why a request is refused. */
    enum Cause {
        /** The request itself is wrong; the same one will always be. */
        INVALID,
        /** Who asks may not. */
        FORBIDDEN,
        /** What is asked for is not there. */
        NOT_FOUND,
        /** The request does not fit to how things stand. */
        WRONG_STATE,
        /** A named limit is reached. */
        LIMIT,
        /** It cannot be done now. */
        UNAVAILABLE
    }

    /** It is done, or may be. */
    record Granted<T>(T value) implements Ruling<T> {}

    /** @param message what was wrong, with which value, and what would be right */
    record Refused<T>(Cause cause, String message) implements Ruling<T> {}

    static <T> Ruling<T> granted(T value) {
        return new Granted<>(value);
    }

    static <T> Ruling<T> refused(Cause cause, String message) {
        return new Refused<>(cause, message);
    }

    /**
     * What follows from a grant.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    interface Next<T, R, X extends Exception> {
        Ruling<R> of(T granted) throws X;
    }

    /** Goes on where it is granted. */
    default <R, X extends Exception> Ruling<R> then(Next<T, R, X> next) throws X {
        return switch (this) {
            case Granted<T>(T value) -> next.of(value);
            case Refused<T>(Cause cause, String message) -> new Refused<>(cause, message);
        };
    }
}
