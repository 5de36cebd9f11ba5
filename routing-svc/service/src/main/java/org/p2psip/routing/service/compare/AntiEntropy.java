package org.p2psip.routing.service.compare;

import io.grpc.ManagedChannel;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.compare.CompareMetrics.Happening;
import org.p2psip.routing.service.compare.Comparison.Found;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.handover.RangeParts.Part;
import org.p2psip.routing.service.handover.RangeRepair;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.NeighborTable;
import org.p2psip.routing.table.PeerInfo;

/**
 * Compares this peer's range with the sites of its replicas now and then, and repairs what differs in both directions: of
 * each value, and each removal, both sites have the newer one afterwards. One round at a time, one site after the other,
 * one range after the other. On the peer loop.
 */
@Singleton
public final class AntiEntropy {
    private static final Logger LOG = Logger.getLogger(AntiEntropy.class);
    /** Ranges of one site that a round repairs. */
    private static final int REPAIRS_LIMIT = 256;

    private final RingPeer ring;
    private final StorageLink storage;
    private final LinkChannels channels;
    private final RangeRepair repair;
    private final PeerLoop loop;
    private final CompareMetrics metrics;
    private final long intervalMs;
    private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private boolean running;

    AntiEntropy(
            RingPeer ring,
            StorageLink storage,
            LinkChannels channels,
            RangeRepair repair,
            PeerLoop loop,
            Settings settings,
            CompareMetrics metrics) {
        this.ring = ring;
        this.storage = storage;
        this.channels = channels;
        this.repair = repair;
        this.loop = loop;
        this.metrics = metrics;
        this.intervalMs = settings.ring().compareInterval().toMillis();
    }

    /** Begins with it; from any thread. */
    public void start() {
        if (intervalMs > 0) {
            planNext();
        }
    }

    /** Shorter or longer by up to a fourth, so that sites do not act in step. */
    private void planNext() {
        long delay = intervalMs - intervalMs / 4 + ThreadLocalRandom.current().nextLong(intervalMs / 2 + 1);
        loop.schedule(
                () -> {
                    compareNow();
                    planNext();
                },
                delay);
    }

    /** Begins a round, if none runs; the future is done when it is over. From any thread. */
    public CompletableFuture<Void> compareNow() {
        CompletableFuture<Void> over = new CompletableFuture<>();
        loop.execute(() -> {
            waiting.add(over);
            if (!running) {
                running = true;
                begin();
            }
        });
        return over;
    }

    private void begin() {
        NeighborTable neighbors = ring.core().table().neighbors();
        if (ring.membership() != Membership.JOINED || ring.core().isTakingOver() || neighbors.predecessor() == null) {
            over();
            return;
        }
        metrics.missing.set(0);
        Position first = neighbors.predecessor().position().next();
        Position last = ring.core().self().position();
        next(new ArrayDeque<>(neighbors.replicaPeers()), first, last);
    }

    private void next(Deque<PeerInfo> peers, Position first, Position last) {
        PeerInfo peer = peers.poll();
        if (peer == null) {
            over();
        } else if (!peer.isDialable()) {
            LOG.debugf("Peer %s can only dial out: its site is not compared", peer.id());
            next(peers, first, last);
        } else {
            ManagedChannel channel = channels.to(peer.address());
            new Comparison(storage, loop, metrics, channel, found -> {
                        channel.shutdownNow();
                        found(peer, found, () -> next(peers, first, last));
                    })
                    .begin(first, last);
        }
    }

    private void found(PeerInfo peer, Found found, Runnable then) {
        metrics.missing.addAndGet(found.missing());
        if (found.failure() != null) {
            metrics.count(Happening.FAILED);
            LOG.infof("Not all could be compared with site %s: %s", peer.site(), found.failure());
        }
        List<Part> ranges = found.differing();
        for (int left = REPAIRS_LIMIT; left < ranges.size(); left++) {
            metrics.count(Happening.LEFT);
        }
        if (!ranges.isEmpty()) {
            LOG.infof(
                    "Site %s differs in %d ranges, and lacks %d resources",
                    peer.site(), ranges.size(), found.missing());
        }
        repair(peer, new ArrayDeque<>(ranges.subList(0, Math.min(REPAIRS_LIMIT, ranges.size()))), then);
    }

    private void repair(PeerInfo peer, Deque<Part> ranges, Runnable then) {
        Part range = ranges.poll();
        if (range == null) {
            then.run();
            return;
        }
        repair.repair(peer, range, failure -> {
            metrics.count(failure == null ? Happening.REPAIRED : Happening.FAILED);
            if (failure != null) {
                LOG.infof("A range was not repaired with site %s: %s", peer.site(), failure);
            }
            repair(peer, ranges, then);
        });
    }

    private void over() {
        running = false;
        while (!waiting.isEmpty()) {
            waiting.remove().complete(null);
        }
    }
}
