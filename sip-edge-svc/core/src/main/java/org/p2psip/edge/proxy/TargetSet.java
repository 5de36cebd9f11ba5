package org.p2psip.edge.proxy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The targets of one request, tried by descending q, those of equal q at once (RFC 3261 16.6). None is tried twice.
 */
final class TargetSet {
    /** Of flows of one phone the one registered last is tried first (RFC 5626 section 7). */
    private static final Comparator<Target> ORDER = Comparator.comparingInt(Target::q)
            .reversed()
            .thenComparing(Comparator.comparingLong(Target::registeredMillis).reversed());

    private final int limit;
    private final boolean secureOnly;
    private final Set<String> known = new HashSet<>();
    private final List<Target> untried = new ArrayList<>();
    /** By instance, the other flows of phones of which one was added (RFC 5626 section 7). */
    private final Map<String, Deque<Target>> otherFlows = new HashMap<>(2);

    /**
     * @param limit most targets of one request
     * @param secureOnly whether the request asked for a {@code sips} URI: those that are none are left out in silence
     *     (RFC 5630 section 5.2)
     */
    TargetSet(int limit, boolean secureOnly) {
        this.limit = limit;
        this.secureOnly = secureOnly;
    }

    /** Adds targets that are not known yet; says how many were left out, as there were too many. */
    int add(List<Target> targets) {
        otherFlows.clear(); // whoever adds has come to the end of those that were added before
        int leftOut = 0;
        List<Target> byPreference = new ArrayList<>(targets);
        byPreference.sort(ORDER);
        for (Target target : byPreference) {
            String name = target.requestUri() + ' ' + target.routes();
            if (known.contains(name) || secureOnly && !target.isSecure()) {
                continue;
            }
            if (known.size() < limit) {
                known.add(name);
                addOrKeep(target);
            } else {
                leftOut++;
            }
        }
        return leftOut;
    }

    private void addOrKeep(Target target) {
        if (target.instance().isEmpty()) {
            untried.add(target);
            return;
        }
        Deque<Target> others = otherFlows.get(target.instance());
        if (others == null) {
            otherFlows.put(target.instance(), new ArrayDeque<>(1));
            untried.add(target);
        } else {
            others.add(target);
        }
    }

    /** Takes the next flow to the phone of a target whose flow failed; null when there is none. */
    Target nextFlow(Target failed) {
        Deque<Target> others = otherFlows.get(failed.instance());
        return others == null ? null : others.poll();
    }

    boolean isExhausted() {
        return untried.isEmpty();
    }

    /**
     * Takes those that are tried next.
     *
     * @param breadth most at once; the others of equal q follow behind them (RFC 5393 5.3.3)
     */
    List<Target> next(int breadth) {
        int end = 1;
        while (end < Math.min(breadth, untried.size())
                && untried.get(end).q() == untried.getFirst().q()) {
            end++;
        }
        List<Target> group = untried.subList(0, end);
        List<Target> next = List.copyOf(group);
        group.clear();
        return next;
    }

    /** Nothing more is tried. */
    void clear() {
        untried.clear();
        otherFlows.clear();
    }
}
