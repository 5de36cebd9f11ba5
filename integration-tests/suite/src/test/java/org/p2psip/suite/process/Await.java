package org.p2psip.suite.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for something outside this JVM, by asking again until a deadline. The only place of the suite that waits. */
public final class Await {
    private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

    private Await() {}

    /**
     * The first value that {@code ask} gives.
     *
     * @param what what is waited for, as the failure names it
     * @throws AssertionError when the limit passes without one
     */
    public static <T> T value(String what, Duration limit, Supplier<Optional<T>> ask) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Optional<T> answer = ask.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - deadline >= 0) {
                throw new AssertionError("not within " + limit.toMillis() + " ms: " + what);
            }
            LockSupport.parkNanos(POLL_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting for: " + what);
            }
        }
    }

    /** Waits until {@code condition} holds; fails as {@link #value} does. */
    public static void until(String what, Duration limit, BooleanSupplier condition) {
        value(what, limit, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }
}
