package org.p2psip.edge.proxy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The targets of one request, tried by descending q, those of equal q at once (RFC 3261 16.6). None is tried twice.
 */
final class TargetSet {
    private final int limit;
    private final boolean secureOnly;
    private final Set<String> known = new HashSet<>();
    private final List<Target> untried = new ArrayList<>();

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
        int leftOut = 0;
        List<Target> byPreference = new ArrayList<>(targets);
        byPreference.sort(Comparator.comparingInt(Target::q).reversed());
        for (Target target : byPreference) {
            String name = target.requestUri() + ' ' + target.routes();
            if (known.contains(name) || secureOnly && !target.isSecure()) {
                continue;
            }
            if (known.size() < limit) {
                known.add(name);
                untried.add(target);
            } else {
                leftOut++;
            }
        }
        return leftOut;
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
    }
}
