package org.p2psip.routing.records;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;

/**
 * The ranges that a peer takes over from other sites. It belongs to the peer's event loop, which tells it the ranges that
 * the peer gains and loses, after the call of the peer that said so has returned.
 */
public final class TakeOvers {
    /** Peers remembered that failed, rather than left. */
    private static final int FAILED_LIMIT = 64;
    /** How often one that left in good order is asked for its records; it waits for that a while. */
    private static final int ATTEMPTS_AT_LEFT = 5;

    private final OverlayPeer peer;
    private final RangeReplicas replicas;
    private final RandomGenerator random;
    private final Moves moves;
    private final List<TakeOver> running = new ArrayList<>();
    private final Deque<NodeId> failed = new ArrayDeque<>();

    /** What is done for a range that is taken over, on the peer's event loop. */
    public interface Moves {
        /** Begins to bring what the site of a peer has of a range, both ends inclusive, into the own store. */
        Transfer transfer(PeerInfo from, Position first, Position last, Transfer.Outcome outcome);

        /** The own site has the records of the range that ends there: the peer is to be told. */
        void taken(Position last);

        /** Runs a task once, later. */
        void later(Runnable task, long delayMs);

        /** So many ranges are on their way here. */
        void pending(int ranges);

        /** A transfer broke off, and is begun again. @param failures in a row */
        void retried(Position after, Position last, int failures, String failure);

        /** A range is served here. @param brought false when nobody of that site can be reached: there are the replicas */
        void ended(Position after, Position last, PeerInfo from, boolean brought);
    }

    /** @param random only to act out of step with others */
    public TakeOvers(OverlayPeer peer, RangeReplicas replicas, RandomGenerator random, Moves moves) {
        this.peer = peer;
        this.replicas = replicas;
        this.random = random;
        this.moves = moves;
    }

    /** The peer is responsible for a range. @param from who was; null on the first range of all */
    public void gained(Position after, Position last, PeerInfo from) {
        if (from != null && !from.site().equals(peer.self().site())) {
            TakeOver takeOver = new TakeOver(this, after, last, from);
            running.add(takeOver);
            moves.pending(running.size());
            takeOver.begin();
        }
    }

    /**
     * Another peer is responsible for a range. What was still to be brought of it is brought all the same: who has it now
     * takes it over from here, and what another site has had written meanwhile is known here only.
     */
    public void lost(Position after, Position last, PeerInfo to) {
        if (to != null && !to.site().equals(peer.self().site())) {
            replicas.lost(after, last, to);
        }
    }

    /** A peer has failed; one that left in good order has not. */
    public void failed(PeerInfo other) {
        if (failed.size() >= FAILED_LIMIT) {
            failed.removeFirst();
        }
        failed.addLast(other.id());
    }

    /** The peer is out of the ring. */
    public void left() {
        List.copyOf(running).forEach(TakeOver::cancel);
        running.clear();
        replicas.left();
        moves.pending(0);
    }

    private void remove(TakeOver takeOver) {
        running.remove(takeOver);
        moves.pending(running.size());
    }

    private TakeOver of(Position key) {
        for (int i = 0; i < running.size(); i++) {
            if (running.get(i).contains(key)) {
                return running.get(i);
            }
        }
        return null;
    }

    /** Whether a position is or lately was this peer's, and its record still to be brought. */
    public boolean contains(Position key) {
        return !running.isEmpty() && of(key) != null;
    }

    /** Who serves a position until then; null when nobody can be reached now. */
    public PeerInfo sourceOf(Position key) {
        TakeOver takeOver = of(key);
        PeerInfo source = takeOver == null ? null : takeOver.source();
        return source == null || !peer.isLinked(source.id()) ? null : source;
    }

    /**
     * A write goes to who serves a position until then.
     *
     * @return to be run when it is answered, or given up; null when too many are on their way
     */
    public Runnable beginWrite(ResourceId resource) {
        TakeOver takeOver = of(resource.position());
        return takeOver.beginWrite() ? () -> takeOver.endWrite(resource) : null;
    }

    /** Whether there are sites beside the own one. */
    public boolean hasOtherSites() {
        return !peer.table().neighbors().replicaSites().isEmpty();
    }

    /** Whether some of a range is still to be brought here. */
    public boolean isPartOf(Position first, Position last) {
        for (TakeOver takeOver : running) {
            boolean endsInside = first.distanceTo(takeOver.last()).compareTo(first.distanceTo(last)) <= 0;
            if (endsInside || takeOver.contains(first) || takeOver.contains(last)) {
                return true;
            }
        }
        return false;
    }

    /**
     * That peer, or another one of its site, which reaches the same storage; null when none can be reached.
     *
     * @param failures to bring something from there, in a row
     */
    PeerInfo reachable(PeerInfo wanted, int failures) {
        PeerInfo linked = linked(wanted);
        boolean left = wanted.isDialable() && failures < ATTEMPTS_AT_LEFT && !failed.contains(wanted.id());
        return linked == null && left ? wanted : linked;
    }

    private PeerInfo linked(PeerInfo wanted) {
        if (peer.isLinked(wanted.id()) && wanted.isDialable()) {
            return wanted;
        }
        return Stream.of(
                        peer.table().neighbors().successors(),
                        peer.table().neighbors().predecessors(),
                        peer.table().fingers().peers())
                .flatMap(List::stream)
                .filter(other -> other.site().equals(wanted.site()) && other.isDialable() && peer.isUsable(other.id()))
                .findFirst()
                .orElse(null);
    }

    Moves moves() {
        return moves;
    }

    double nextDouble() {
        return random.nextDouble();
    }

    void taken(TakeOver takeOver) {
        remove(takeOver);
        moves.taken(takeOver.last());
        replicas.changed();
    }
}
