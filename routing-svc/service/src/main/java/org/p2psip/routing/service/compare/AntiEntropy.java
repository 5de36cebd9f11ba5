package org.p2psip.routing.service.compare;

import io.grpc.ManagedChannel;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.p2psip.routing.records.CompareRound;
import org.p2psip.routing.records.Comparison;
import org.p2psip.routing.records.Comparison.Found;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.service.compare.CompareMetrics.Happening;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.handover.RangeRepair;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.PeerInfo;

/**
 * Compares this peer's range with the sites of its replicas now and then, and has repaired what differs, as {@link
 * CompareRound} says. One round at a time. On the peer loop.
 */
@Singleton
public final class AntiEntropy implements CompareRound.Sites {
    private static final Logger LOG = Logger.getLogger(AntiEntropy.class);
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
                new CompareRound(ring.core(), this, this::over).begin();
            }
        });
        return over;
    }

    @Override
    public void compare(PeerInfo with, Part range, Consumer<Found> done) {
        ManagedChannel channel = channels.to(with.address());
        new Comparison(new ComparedStores(storage, loop, metrics, channel), found -> {
                    channel.shutdownNow();
                    done.accept(found);
                })
                .begin(range);
    }

    @Override
    public void repair(PeerInfo with, Part range, Consumer<String> done) {
        repair.repair(with, range, done);
    }

    @Override
    public void missing(int resources) {
        metrics.missing.set(resources);
    }

    @Override
    public void found(PeerInfo with, Found found, int left) {
        if (found.failure() != null) {
            metrics.count(Happening.FAILED);
            LOG.infof("Not all could be compared with site %s: %s", with.site(), found.failure());
        }
        for (int i = 0; i < left; i++) {
            metrics.count(Happening.LEFT);
        }
        if (!found.differing().isEmpty()) {
            LOG.infof(
                    "Site %s differs in %d ranges, and lacks %d resources",
                    with.site(), found.differing().size(), found.missing());
        }
    }

    @Override
    public void repaired(PeerInfo with, String failure) {
        metrics.count(failure == null ? Happening.REPAIRED : Happening.FAILED);
        if (failure != null) {
            LOG.infof("A range was not repaired with site %s: %s", with.site(), failure);
        }
    }

    private void over() {
        running = false;
        while (!waiting.isEmpty()) {
            waiting.remove().complete(null);
        }
    }
}
