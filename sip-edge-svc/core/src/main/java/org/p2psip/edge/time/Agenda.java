package org.p2psip.edge.time;

import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Timers of any duration, for what is configured and rare; a timer of the {@link TimerQueue} wakes it. They end up to
 * {@link #GRAIN} late.
 */
public final class Agenda {
    /** How late an entry may end. */
    static final long GRAIN = TimeUnit.MILLISECONDS.toNanos(10);

    /** Few durations, as the queue has a list for each. */
    private static final long[] STEPS = {10_000 * GRAIN, 1_000 * GRAIN, 100 * GRAIN, 10 * GRAIN, GRAIN};

    private final CurrentTime time;
    private final TimerQueue.Timer wakeUp;
    private final TreeMap<Long, Entry> entries = new TreeMap<>((a, b) -> Long.compare(a - b, 0));

    public Agenda(CurrentTime time, TimerQueue timers) {
        this.time = time;
        this.wakeUp = timers.timer(this::fireDue);
    }

    /** Runs an action after a while, in ns; at once means {@link #GRAIN} later at most. */
    public Entry after(long nanos, Runnable action) {
        long deadline = time.nanos() + Math.max(0, nanos);
        while (entries.containsKey(deadline)) {
            deadline++;
        }
        Entry entry = new Entry(deadline, action);
        boolean first = entries.isEmpty() || deadline - entries.firstKey() < 0;
        entries.put(deadline, entry);
        if (first) {
            wake();
        }
        return entry;
    }

    /** Number of entries. */
    public int size() {
        return entries.size();
    }

    private void fireDue() {
        while (!entries.isEmpty() && entries.firstKey() - time.nanos() <= 0) {
            entries.pollFirstEntry().getValue().action.run();
        }
        wake();
    }

    private void wake() {
        if (entries.isEmpty()) {
            wakeUp.cancel();
            return;
        }
        long left = entries.firstKey() - time.nanos();
        for (long step : STEPS) {
            if (left >= step || step == GRAIN) {
                wakeUp.start(step);
                return;
            }
        }
    }

    /** One action that is to be run. */
    public final class Entry {
        private final long deadline;
        private final Runnable action;

        private Entry(long deadline, Runnable action) {
            this.deadline = deadline;
            this.action = action;
        }

        /** Takes it off; without effect when it has run. */
        public void cancel() {
            entries.remove(deadline, this);
        }
    }
}
