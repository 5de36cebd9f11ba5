package org.p2psip.edge.protect;

import java.util.Map;
import org.p2psip.edge.location.BoundedCache;
import org.p2psip.edge.time.CurrentTime;

/** How often a source did what is held against it, in a window that starts with the first time. */
final class OffenceCounts {
    /** Sources and offences that are remembered. */
    static final int MAX_ENTRIES = 20_000;

    private record Who(long source, Offence offence) {}

    private record Window(long sinceNanos, int count) {}

    private final CurrentTime time;
    private final long windowNanos;
    private final Map<Who, Window> windows = new BoundedCache<>(MAX_ENTRIES);

    OffenceCounts(CurrentTime time, long windowNanos) {
        this.time = time;
        this.windowNanos = windowNanos;
    }

    /** Counts one more; says how many they are in this window. */
    int add(long source, Offence offence) {
        long now = time.nanos();
        Who who = new Who(source, offence);
        Window known = windows.get(who);
        Window window = known == null || now - known.sinceNanos > windowNanos
                ? new Window(now, 1)
                : new Window(known.sinceNanos, known.count + 1);
        windows.put(who, window);
        return window.count;
    }

    /** All is forgiven. */
    void forget(long source) {
        for (Offence offence : Offence.values()) {
            windows.remove(new Who(source, offence));
        }
    }
}
