package org.p2psip.edge.protect;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;

/** The bans, at most a given number, each lifted by a timer. */
final class BanList {
    private record Entry(Ban ban, TimerQueue.Timer timer) {}

    private final CurrentTime time;
    private final TimerQueue timers;
    private final long durationNanos;
    private final int limit;
    /** In the order in which they end, as all last as long. */
    private final Map<Long, Entry> bans = new LinkedHashMap<>();

    BanList(CurrentTime time, TimerQueue timers, long durationNanos, int limit) {
        this.time = time;
        this.timers = timers;
        this.durationNanos = durationNanos;
        this.limit = limit;
    }

    boolean contains(InetAddress address) {
        return !bans.isEmpty() && bans.containsKey(SourceKey.of(address));
    }

    int size() {
        return bans.size();
    }

    /** Bans a source, anew when it is banned already. Says whether another ban had to end early for want of room. */
    boolean add(long source, Offence why) {
        lift(source);
        boolean full = bans.size() >= limit;
        if (full) {
            Iterator<Entry> oldest = bans.values().iterator();
            oldest.next().timer.cancel();
            oldest.remove();
        }
        TimerQueue.Timer timer = timers.timer(() -> bans.remove(source));
        timer.start(durationNanos);
        long now = time.nanos();
        bans.put(source, new Entry(new Ban(SourceKey.range(source), why, now, now + durationNanos), timer));
        return full;
    }

    /** Ends a ban; false when there was none. */
    boolean lift(long source) {
        Entry entry = bans.remove(source);
        if (entry != null) {
            entry.timer.cancel();
        }
        return entry != null;
    }

    /** All bans, those that end first before others. */
    List<Ban> list() {
        List<Ban> list = new ArrayList<>(bans.size());
        bans.values().forEach(entry -> list.add(entry.ban));
        return list;
    }
}
