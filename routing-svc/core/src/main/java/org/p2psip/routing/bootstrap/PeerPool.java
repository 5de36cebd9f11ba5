package org.p2psip.routing.bootstrap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/**
 * Peers that a bootstrap server knows, and when each was heard of. Those that only dial out are not kept: nobody who
 * starts could reach them.
 */
public final class PeerPool {
    /** Peers looked at when there is no room: the one that was silent longest makes it. */
    private static final int CANDIDATES = 8;

    private final int limit;
    private final List<Known> known = new ArrayList<>();
    private final Map<NodeId, Known> byId = new HashMap<>();
    private long evicted;

    private static final class Known {
        private PeerInfo peer;
        private long heardMs;
        private int index;
    }

    /** @param limit most peers kept, at least 1; with more, one that was silent for long is forgotten */
    public PeerPool(int limit) {
        this.limit = limit;
    }

    /** A peer was online and reachable now. */
    public void heard(PeerInfo peer, long nowMs, RandomGenerator random) {
        if (!peer.isDialable()) {
            failed(peer.id());
            return;
        }
        Known entry = byId.get(peer.id());
        if (entry == null) {
            if (known.size() == limit) {
                remove(longestSilent(random));
                evicted++;
            }
            entry = new Known();
            entry.index = known.size();
            known.add(entry);
            byId.put(peer.id(), entry);
        }
        entry.peer = peer;
        entry.heardMs = nowMs;
    }

    /** A peer is gone: nobody is sent there any more until it is heard again. */
    public void failed(NodeId id) {
        Known entry = byId.get(id);
        if (entry != null) {
            remove(entry);
        }
    }

    private void remove(Known entry) {
        byId.remove(entry.peer.id());
        Known last = known.removeLast();
        if (last != entry) {
            known.set(entry.index, last);
            last.index = entry.index;
        }
    }

    private Known longestSilent(RandomGenerator random) {
        Known silent = known.get(random.nextInt(known.size()));
        for (int i = 1; i < CANDIDATES; i++) {
            Known other = known.get(random.nextInt(known.size()));
            if (other.heardMs < silent.heardMs) {
                silent = other;
            }
        }
        return silent;
    }

    /**
     * Peers that were heard of lately, each as likely as any other.
     *
     * @param count most that are wanted
     * @param sinceMs those that were not heard of since then are left out
     * @param except left out; null for nobody
     */
    public List<PeerInfo> sample(int count, long sinceMs, NodeId except, RandomGenerator random) {
        List<PeerInfo> sample = new ArrayList<>(Math.min(count, known.size()));
        for (int i = 0; i < known.size() && sample.size() < count; i++) {
            swap(i, random.nextInt(i, known.size()));
            Known entry = known.get(i);
            if (entry.heardMs >= sinceMs && !entry.peer.id().equals(except)) {
                sample.add(entry.peer);
            }
        }
        return sample;
    }

    private void swap(int i, int j) {
        Known first = known.get(i);
        Known second = known.get(j);
        known.set(i, second);
        known.set(j, first);
        second.index = i;
        first.index = j;
    }

    /** When a peer of the pool was heard of last, on the clock of {@link #heard}. */
    public long heardMs(NodeId id) {
        Known entry = byId.get(id);
        if (entry == null) {
            throw new IllegalArgumentException(id + " is not in the pool");
        }
        return entry.heardMs;
    }

    /** Peers kept. */
    public int size() {
        return known.size();
    }

    /** Peers that had to make room for others. */
    public long evicted() {
        return evicted;
    }
}
