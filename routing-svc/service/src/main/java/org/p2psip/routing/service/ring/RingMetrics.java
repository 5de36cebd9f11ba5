package org.p2psip.routing.service.ring;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.table.SizeEstimate;

/** What is measured of the ring. Tables belong to the loop: they are looked at there, every second. */
@Singleton
final class RingMetrics {
    private static final long LOOK_MS = 1_000;

    private final MeterRegistry registry;
    private final PeerLoop loop;
    private final AtomicLong size;
    private final AtomicInteger joined;
    private final AtomicInteger neighbors;
    private final AtomicInteger fingers;
    private final AtomicInteger sitePeers;

    RingMetrics(MeterRegistry registry, PeerLoop loop) {
        this.registry = registry;
        this.loop = loop;
        size = registry.gauge("p2psip.ring.size", new AtomicLong());
        joined = registry.gauge("p2psip.ring.joined", new AtomicInteger());
        neighbors = registry.gauge("p2psip.ring.neighbors", new AtomicInteger());
        fingers = registry.gauge("p2psip.ring.fingers", new AtomicInteger());
        sitePeers = registry.gauge("p2psip.ring.site.peers", new AtomicInteger());
    }

    /** Measures this peer from now on. */
    void observe(OverlayPeer core, int width) {
        for (PeerCounter counter : PeerCounter.values()) {
            FunctionCounter.builder("p2psip.ring.peer.events", core.counters(), counters -> counters.get(counter))
                    .tag("event", counter.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        loop.execute(() -> look(core, width));
    }

    private void look(OverlayPeer core, int width) {
        size.set(Math.round(SizeEstimate.of(core.table().neighbors(), width)));
        joined.set(core.membership() == Membership.JOINED ? 1 : 0);
        neighbors.set(core.table().neighbors().predecessors().size()
                + core.table().neighbors().successors().size());
        fingers.set(core.table().fingers().peers().size());
        sitePeers.set(core.table().site().peers().size());
        loop.schedule(() -> look(core, width), LOOK_MS);
    }
}
