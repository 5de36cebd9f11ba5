package org.p2psip.bench.overlay;

/**
 * What will happen, by virtual milliseconds. Events of one millisecond happen in the order they were put in. A wheel of
 * slots: putting in and taking out cost the same however many wait.
 */
final class EventQueue {
    private static final int SLOTS = 1 << 16;

    private final Event[] heads = new Event[SLOTS];
    private final Event[] tails = new Event[SLOTS];
    private long now;
    private long size;

    /** Something that happens. */
    abstract static class Event {
        private long time;
        private Event next;

        /** Lets it happen. */
        abstract void happen();
    }

    long now() {
        return now;
    }

    long size() {
        return size;
    }

    /** @param time from now on */
    void put(long time, Event event) {
        event.time = Math.max(time, now);
        link(event);
        size++;
    }

    /** Events beyond the wheel's span wait in the last slot, and are put in again from there. */
    private void link(Event event) {
        int slot = (int) (Math.min(event.time, now + SLOTS - 1) & (SLOTS - 1));
        event.next = null;
        if (heads[slot] == null) {
            heads[slot] = event;
        } else {
            tails[slot].next = event;
        }
        tails[slot] = event;
    }

    /** Lets everything happen until then; afterwards it is that time. */
    void runUntil(long time) {
        while (now <= time) {
            int slot = (int) (now & (SLOTS - 1));
            while (heads[slot] != null) {
                Event event = heads[slot];
                heads[slot] = event.next;
                if (event.time > now) {
                    link(event);
                } else {
                    size--;
                    event.happen();
                }
            }
            if (now == time) {
                return;
            }
            now++;
        }
    }
}
