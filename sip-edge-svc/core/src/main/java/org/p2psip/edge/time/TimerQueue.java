package org.p2psip.edge.time;

import java.util.ArrayList;
import java.util.List;

/**
 * The timers of one edge. SIP knows some twenty durations, and all timers of one duration end in the order they were
 * started: so there is a list per duration, and starting and cancelling cost the same however many timers run.
 */
public final class TimerQueue {
    /** More durations than this are a mistake of the caller: every search looks at all lists. */
    static final int MAX_DURATIONS = 64;

    private final CurrentTime time;
    private final List<Lane> lanes = new ArrayList<>();
    private int running;

    public TimerQueue(CurrentTime time) {
        this.time = time;
    }

    /** A timer that is not running. */
    public Timer timer(Runnable action) {
        return new Timer(action);
    }

    /** Number of timers that run. */
    public int running() {
        return running;
    }

    /** When the next timer ends, by the monotonic clock in ns; {@link Long#MAX_VALUE} when none runs. */
    public long nextDeadline() {
        Lane earliest = earliestLane();
        return earliest == null ? Long.MAX_VALUE : earliest.head.deadline;
    }

    /** Fires what is due, earliest first. */
    public void fireDue() {
        for (Lane lane = earliestLane();
                lane != null && lane.head.deadline - time.nanos() <= 0;
                lane = earliestLane()) {
            Timer due = lane.head;
            due.cancel();
            due.action.run();
        }
    }

    private Lane earliestLane() {
        Lane earliest = null;
        for (int i = 0; i < lanes.size(); i++) {
            Lane lane = lanes.get(i);
            if (lane.head != null && (earliest == null || lane.head.deadline - earliest.head.deadline < 0)) {
                earliest = lane;
            }
        }
        return earliest;
    }

    private Lane laneOf(long durationNanos) {
        for (int i = 0; i < lanes.size(); i++) {
            if (lanes.get(i).durationNanos == durationNanos) {
                return lanes.get(i);
            }
        }
        if (lanes.size() == MAX_DURATIONS) {
            throw new IllegalStateException("too many different durations, the last " + durationNanos + " ns");
        }
        Lane lane = new Lane(durationNanos);
        lanes.add(lane);
        return lane;
    }

    private static final class Lane {
        private final long durationNanos;
        private Timer head;
        private Timer tail;

        Lane(long durationNanos) {
            this.durationNanos = durationNanos;
        }

        void append(Timer timer) {
            timer.previous = tail;
            if (tail == null) {
                head = timer;
            } else {
                tail.next = timer;
            }
            tail = timer;
        }

        void unlink(Timer timer) {
            if (timer.previous == null) {
                head = timer.next;
            } else {
                timer.previous.next = timer.next;
            }
            if (timer.next == null) {
                tail = timer.previous;
            } else {
                timer.next.previous = timer.previous;
            }
            timer.previous = null;
            timer.next = null;
        }
    }

    /** One timer, which may be started again and again. */
    public final class Timer {
        private final Runnable action;
        private Lane lane;
        private long deadline;
        private Timer previous;
        private Timer next;

        private Timer(Runnable action) {
            this.action = action;
        }

        /** Starts it, or starts it anew when it runs. */
        public void start(long durationNanos) {
            cancel();
            deadline = time.nanos() + durationNanos;
            lane = laneOf(durationNanos);
            lane.append(this);
            running++;
        }

        /** Stops it; without effect when it does not run. */
        public void cancel() {
            if (lane != null) {
                lane.unlink(this);
                lane = null;
                running--;
            }
        }

        public boolean isRunning() {
            return lane != null;
        }
    }
}
