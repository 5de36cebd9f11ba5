package org.p2psip.routing.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;

/**
 * Peers at distances that double: finger i is one from 2^(128-i) up to twice that away (RFC 6940 section 10.7.4.2).
 * Numbers start at 1, which is half way round the ring. The table has 16 places and grows with the ring to 128.
 */
public final class FingerTable {
    /** Places at the start (RFC 6940 section 10.7.4.3). */
    public static final int SIZE_MIN = 16;
    /** Most places. */
    public static final int SIZE_MAX = 128;

    private final Position self;
    private PeerInfo[] fingers = new PeerInfo[SIZE_MIN];

    public FingerTable(PeerInfo self) {
        this.self = self.position();
    }

    /** Number of places. */
    public int size() {
        return fingers.length;
    }

    /** Makes room for finger number i, up to {@link #SIZE_MAX}. It does not shrink. */
    public void growTo(int number) {
        if (number > fingers.length) {
            fingers = Arrays.copyOf(fingers, Math.min(number, SIZE_MAX));
        }
    }

    /** Which finger a position would be, 1 to 129; 129 is the peer itself. */
    public int numberOf(Position position) {
        return self.distanceTo(position).leadingZeros() + 1;
    }

    /** The finger of that number; null when there is none, or no such place. */
    public PeerInfo get(int number) {
        return number <= fingers.length ? fingers[number - 1] : null;
    }

    /** First position where finger i may be. */
    public Position start(int number) {
        return self.plusPowerOfTwo(SIZE_MAX - number);
    }

    /** Any position where finger i may be, each as likely. */
    public Position anyIn(int number, RandomGenerator random) {
        int bits = SIZE_MAX - number;
        long high = bits > Long.SIZE ? random.nextLong() >>> (SIZE_MAX - bits) : 0;
        long low = bits >= Long.SIZE ? random.nextLong() : bits == 0 ? 0 : random.nextLong() >>> (Long.SIZE - bits);
        return start(number).plus(new Position(high, low));
    }

    /** Whether a peer would fill a place that is empty. */
    public boolean wants(PeerInfo peer) {
        int number = numberOf(peer.position());
        return number <= fingers.length && fingers[number - 1] == null;
    }

    /** Takes a peer in when its place is empty; returns whether it was. */
    public boolean offer(PeerInfo peer) {
        boolean wanted = wants(peer);
        if (wanted) {
            fingers[numberOf(peer.position()) - 1] = peer;
        }
        return wanted;
    }

    /** Whether a peer is a finger. */
    public boolean contains(NodeId id) {
        PeerInfo finger = get(numberOf(id.position()));
        return finger != null && finger.id().equals(id);
    }

    /** Takes a peer out; returns whether it was in. */
    public boolean remove(NodeId id) {
        boolean in = contains(id);
        if (in) {
            fingers[numberOf(id.position()) - 1] = null;
        }
        return in;
    }

    /** The usable finger that is nearest before a position, or at it; null when there is none. */
    public PeerInfo closestBefore(Position key, Predicate<NodeId> usable) {
        Position distance = self.distanceTo(key);
        for (int i = Math.min(distance.leadingZeros(), fingers.length); i < fingers.length; i++) {
            PeerInfo finger = fingers[i];
            if (finger != null
                    && self.distanceTo(finger.position()).compareTo(distance) <= 0
                    && usable.test(finger.id())) {
                return finger;
            }
        }
        return null;
    }

    /** All fingers, the farthest first. */
    public List<PeerInfo> peers() {
        List<PeerInfo> peers = new ArrayList<>(fingers.length);
        for (PeerInfo finger : fingers) {
            if (finger != null) {
                peers.add(finger);
            }
        }
        return peers;
    }
}
