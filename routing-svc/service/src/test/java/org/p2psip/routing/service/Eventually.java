package org.p2psip.routing.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another process or thread does. */
public final class Eventually {
    private static final long LIMIT_NS = Duration.ofSeconds(15).toNanos();
    private static final long POLL_NS = Duration.ofMillis(10).toNanos();

    private Eventually() {}

    /** Returns once it is true; fails the test when it never is. */
    public static void isTrue(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT_NS;
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NS);
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }
}
