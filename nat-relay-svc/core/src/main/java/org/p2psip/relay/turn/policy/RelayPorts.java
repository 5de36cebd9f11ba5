package org.p2psip.relay.turn.policy;

import java.util.BitSet;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/**
 * The ports of one family that allocations may have. They are chosen at random, so that nobody guesses them (RFC 8656
 * section 7.2). Any thread may ask.
 */
public final class RelayPorts {
    private final int first;
    private final int last;
    private final RandomGenerator random;
    private final BitSet taken = new BitSet();

    /**
     * @param first to last: the range, 1 to 65535
     */
    public RelayPorts(int first, int last, RandomGenerator random) {
        if (first < 1 || last > 65_535 || first > last) {
            throw new IllegalArgumentException("No range of ports: " + first + " to " + last);
        }
        this.first = first;
        this.last = last;
        this.random = random;
    }

    /** Any free one; empty when none is. */
    public synchronized OptionalInt take() {
        int start = start();
        int free = taken.nextClearBit(start);
        if (free > last) {
            free = taken.nextClearBit(first);
        }
        if (free > last) {
            return OptionalInt.empty();
        }
        taken.set(free);
        return OptionalInt.of(free);
    }

    /**
     * A free even one.
     *
     * @param withNext whether the one after it has to be free too, and is taken with it
     */
    public synchronized OptionalInt takeEven(boolean withNext) {
        int start = start();
        OptionalInt found = evenFrom(start, withNext);
        return found.isPresent() ? found : evenFrom(first, withNext);
    }

    private OptionalInt evenFrom(int from, boolean withNext) {
        int end = withNext ? last - 1 : last;
        for (int port = from + (from & 1); port <= end; port += 2) {
            if (!taken.get(port) && !(withNext && taken.get(port + 1))) {
                taken.set(port, port + (withNext ? 2 : 1));
                return OptionalInt.of(port);
            }
        }
        return OptionalInt.empty();
    }

    public synchronized void release(int port) {
        taken.clear(port);
    }

    /** Ports that are taken now. */
    public synchronized int held() {
        return taken.cardinality();
    }

    private int start() {
        return first + random.nextInt(last - first + 1);
    }
}
