package org.p2psip.routing.timing;

import java.util.ArrayList;
import java.util.List;

/**
 * Deadlines of many operations in flight, in one wheel: starting and cancelling cost the same however many there are.
 * A deadline is met at the first tick after it, so up to one tick late, never early. One thread owns a wheel.
 *
 * @param <T> what waits
 */
public final class TimerWheel<T> {
    private final long tickMs;
    private final List<Timeout<T>> slots;
    private long now;
    private int size;

    /**
     * @param tickMs resolution, milliseconds, at least 1
     * @param spanMs longest time until a deadline, milliseconds
     * @param now milliseconds on any clock that never goes back
     */
    public TimerWheel(long tickMs, long spanMs, long now) {
        this.tickMs = tickMs;
        this.now = now;
        int count = Math.toIntExact(spanMs / tickMs + 2);
        this.slots = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            slots.add(new Timeout<>(null));
        }
    }

    /** One deadline; it is linked into its slot until it is met or cancelled. */
    public static final class Timeout<T> {
        private final T value;
        private Timeout<T> before = this;
        private Timeout<T> after = this;

        private Timeout(T value) {
            this.value = value;
        }

        private boolean isLinked() {
            return after != this;
        }

        private void unlink() {
            before.after = after;
            after.before = before;
            before = this;
            after = this;
        }

        private void linkBefore(Timeout<T> next) {
            before = next.before;
            after = next;
            before.after = this;
            next.before = this;
        }
    }

    /**
     * Starts a deadline.
     *
     * @param time milliseconds on the wheel's clock: an empty wheel stands still until then
     * @param deadline one beyond the wheel's span is met at the end of the span
     */
    public Timeout<T> start(T value, long time, long deadline) {
        if (size == 0) {
            now = Math.max(now, time);
        }
        Timeout<T> timeout = new Timeout<>(value);
        long ticks = Math.clamp(ticksUntil(deadline), 1, slots.size() - 1);
        timeout.linkBefore(slot(now / tickMs + ticks));
        size++;
        return timeout;
    }

    /** Cancels a deadline; one that was met or cancelled already stays so. */
    public void cancel(Timeout<T> timeout) {
        if (timeout.isLinked()) {
            timeout.unlink();
            size--;
        }
    }

    /** Moves the time forward and returns what is due, earliest slot first. */
    public List<T> advance(long time) {
        List<T> due = new ArrayList<>();
        long first = now / tickMs + 1;
        long last = Math.min(time / tickMs, first + slots.size() - 1);
        for (long tick = first; tick <= last; tick++) {
            Timeout<T> head = slot(tick);
            while (head.isLinked()) {
                Timeout<T> timeout = head.after;
                timeout.unlink();
                size--;
                due.add(timeout.value);
            }
        }
        now = Math.max(now, time);
        return due;
    }

    /** Deadlines that are neither met nor cancelled. */
    public int size() {
        return size;
    }

    private long ticksUntil(long deadline) {
        return Math.ceilDiv(deadline, tickMs) - now / tickMs;
    }

    private Timeout<T> slot(long tick) {
        return slots.get(Math.floorMod(tick, slots.size()));
    }
}
