package org.p2psip.relay.turn.allocation;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import org.p2psip.relay.turn.FiveTuple;
import org.p2psip.relay.turn.FiveTuple.Transport;

/** The allocations of one event loop, by five-tuple and by the time at which they end. */
public final class AllocationTable {
    private final Map<FiveTuple, Allocation> byFiveTuple = new HashMap<>();
    // the same again for the way of every packet: a client's address is there already, a five-tuple would have to be
    // made
    private final Map<InetSocketAddress, Allocation> byUdpClient = new HashMap<>();
    private final PriorityQueue<Deadline> deadlines = new PriorityQueue<>();

    /** When an allocation may have ended; a refresh leaves it where it is, and it is looked at again. */
    private record Deadline(long atNanos, Allocation allocation) implements Comparable<Deadline> {
        // the clock may pass from positive to negative
        @Override
        public int compareTo(Deadline other) {
            return Long.signum(atNanos - other.atNanos);
        }
    }

    public Optional<Allocation> find(FiveTuple fiveTuple) {
        return Optional.ofNullable(byFiveTuple.get(fiveTuple));
    }

    /** That of a client over UDP, opening or open; null when there is none. */
    public Allocation ofUdpClient(InetSocketAddress client) {
        return byUdpClient.get(client);
    }

    public int size() {
        return byFiveTuple.size();
    }

    public Collection<Allocation> all() {
        return List.copyOf(byFiveTuple.values());
    }

    public void add(Allocation allocation) {
        byFiveTuple.put(allocation.fiveTuple(), allocation);
        if (allocation.fiveTuple().transport() == Transport.UDP) {
            byUdpClient.put(allocation.fiveTuple().client(), allocation);
        }
    }

    /** From now on it ends at its time. */
    public void watch(Allocation allocation) {
        deadlines.add(new Deadline(allocation.expiresAtNanos(), allocation));
    }

    public void remove(Allocation allocation) {
        byFiveTuple.remove(allocation.fiveTuple(), allocation);
        byUdpClient.remove(allocation.fiveTuple().client(), allocation);
    }

    /** Those whose time is over; they stay until they are removed. */
    public List<Allocation> expired(long nowNanos) {
        List<Allocation> expired = new ArrayList<>();
        while (!deadlines.isEmpty() && deadlines.peek().atNanos() - nowNanos <= 0) {
            Allocation allocation = deadlines.poll().allocation();
            if (allocation.state() == Allocation.State.CLOSED) {
                continue;
            }
            if (allocation.expiresAtNanos() - nowNanos <= 0) {
                expired.add(allocation);
            } else {
                allocation.forgetExpired(nowNanos);
                watch(allocation);
            }
        }
        return expired;
    }

    /** When {@link #expired} has something to look at. */
    public OptionalLong nextDeadlineNanos() {
        return deadlines.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(deadlines.peek().atNanos());
    }
}
