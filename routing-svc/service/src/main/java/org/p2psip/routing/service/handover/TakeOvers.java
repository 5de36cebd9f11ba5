package org.p2psip.routing.service.handover;

import io.grpc.ManagedChannel;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.ring.RangeListener;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.PeerInfo;

/** The ranges that this peer takes over from other sites. On the peer loop. */
@Singleton
public final class TakeOvers implements RangeListener {
    /** Peers remembered that failed, rather than left. */
    private static final int FAILED_LIMIT = 64;
    /** How often one that left in good order is asked for its records; it waits for that a while. */
    private static final int ATTEMPTS_AT_LEFT = 5;

    private final RingPeer ring;
    private final StorageLink storage;
    private final RangeReplication replicas;
    private final LinkChannels channels;
    private final PeerLoop loop;
    private final HandOverMetrics metrics;
    private final List<TakeOver> running = new ArrayList<>();
    private final Deque<NodeId> failed = new ArrayDeque<>();

    TakeOvers(
            RingPeer ring,
            StorageLink storage,
            RangeReplication replicas,
            LinkChannels channels,
            PeerLoop loop,
            HandOverMetrics metrics) {
        this.replicas = replicas;
        this.ring = ring;
        this.storage = storage;
        this.channels = channels;
        this.loop = loop;
        this.metrics = metrics;
    }

    @Override
    public void gained(Position after, Position last, PeerInfo from) {
        if (from != null && !from.site().equals(ring.core().self().site())) {
            TakeOver takeOver = new TakeOver(this, after, last, from);
            running.add(takeOver);
            metrics.pending(running.size());
            takeOver.begin();
        }
    }

    @Override
    public void lost(Position after, Position last, PeerInfo to) {
        if (to != null && !to.site().equals(ring.core().self().site())) {
            replicas.lost(after, last, to);
        }
        for (TakeOver takeOver : List.copyOf(running)) {
            if (takeOver.last().isBetween(after, last)) {
                takeOver.cancel();
                remove(takeOver);
            } else if (takeOver.contains(last)) {
                takeOver.shrinkTo(last);
            }
        }
    }

    @Override
    public void replicaSitesChanged() {
        replicas.changed();
    }

    @Override
    public void failed(PeerInfo peer) {
        if (failed.size() >= FAILED_LIMIT) {
            failed.removeFirst();
        }
        failed.addLast(peer.id());
    }

    @Override
    public void left() {
        List.copyOf(running).forEach(TakeOver::cancel);
        running.clear();
        replicas.left();
        metrics.pending(0);
    }

    private void remove(TakeOver takeOver) {
        running.remove(takeOver);
        metrics.pending(running.size());
    }

    private TakeOver of(Position key) {
        for (int i = 0; i < running.size(); i++) {
            if (running.get(i).contains(key)) {
                return running.get(i);
            }
        }
        return null;
    }

    /** Whether a position is this peer's, and its record still to be brought. */
    public boolean contains(Position key) {
        return !running.isEmpty() && of(key) != null;
    }

    /** Who serves a position until then; null when nobody can be reached now. */
    public PeerInfo sourceOf(Position key) {
        TakeOver takeOver = of(key);
        PeerInfo source = takeOver == null ? null : takeOver.source();
        return source == null || !ring.core().isLinked(source.id()) ? null : source;
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
    boolean hasOtherSites() {
        return !ring.core().table().neighbors().replicaSites().isEmpty();
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
    PeerInfo reachable(PeerInfo peer, int failures) {
        PeerInfo linked = linked(peer);
        boolean left = peer.isDialable() && failures < ATTEMPTS_AT_LEFT && !failed.contains(peer.id());
        return linked == null && left ? peer : linked;
    }

    private PeerInfo linked(PeerInfo peer) {
        OverlayPeer core = ring.core();
        if (core.isLinked(peer.id()) && peer.isDialable()) {
            return peer;
        }
        return Stream.of(
                        core.table().neighbors().successors(),
                        core.table().neighbors().predecessors(),
                        core.table().fingers().peers())
                .flatMap(List::stream)
                .filter(other -> other.site().equals(peer.site()) && other.isDialable() && core.isUsable(other.id()))
                .findFirst()
                .orElse(null);
    }

    ManagedChannel channel(PeerInfo to) {
        return channels.to(to.address());
    }

    RangeTransfer transfer(ManagedChannel channel, RangeTransfer.Outcome outcome) {
        return new RangeTransfer(storage, metrics, channel, outcome);
    }

    void taken(TakeOver takeOver) {
        remove(takeOver);
        ring.taken(takeOver.last());
        replicas.changed();
    }

    void retried() {
        metrics.retried();
    }

    void later(Runnable task, long delayMs) {
        loop.schedule(task, delayMs);
    }
}
