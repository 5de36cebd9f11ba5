package org.p2psip.routing.service;

import io.quarkus.grpc.runtime.GrpcServerRecorder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.bootstrap.NeighborAnswers;
import org.p2psip.routing.service.compare.AntiEntropy;
import org.p2psip.routing.service.config.RoutingConfig;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.config.StartRefused;
import org.p2psip.routing.service.events.OverlayEvents;
import org.p2psip.routing.service.events.OverlayTopic;
import org.p2psip.routing.service.link.RangeSource;
import org.p2psip.routing.service.overlay.OpenStreams;
import org.p2psip.routing.service.ring.Deliveries;
import org.p2psip.routing.service.ring.RangeListener;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.tls.service.GrpcServerStart;

/** Inserts this peer when the service starts, and takes it out in order when it stops. */
@ApplicationScoped
public class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);
    /** Longest time that operations in flight get when the service stops, milliseconds. */
    private static final long DRAIN_LIMIT_MS = 5000;
    /** Longest time that the neighbors on the ring get to know that this peer leaves. */
    private static final long LEAVE_LIMIT_MS = 3500;
    /** Longest time that another site gets to take the records of this peer's range over. */
    private static final long GIVE_LIMIT_MS = 10_000;
    /** Longest time that the last event gets. */
    private static final long EVENT_LIMIT_MS = 1000;

    private final NodeId self;
    private final Settings settings;
    private final StorageLink storage;
    private final OpenStreams streams;
    private final OverlayTopic topic;
    private final OverlayEvents events;
    private final NeighborAnswers neighbors;
    private final RingPeer ring;
    private final Deliveries answers;
    private final RangeListener ranges;
    private final RangeSource records;
    private final AntiEntropy antiEntropy;

    Lifecycle(
            NodeId self,
            Settings settings,
            StorageLink storage,
            OpenStreams streams,
            OverlayTopic topic,
            OverlayEvents events,
            NeighborAnswers neighbors,
            RingPeer ring,
            Deliveries answers,
            RangeListener ranges,
            RangeSource records,
            AntiEntropy antiEntropy) {
        this.self = self;
        this.settings = settings;
        this.storage = storage;
        this.streams = streams;
        this.topic = topic;
        this.events = events;
        this.neighbors = neighbors;
        this.ring = ring;
        this.answers = answers;
        this.ranges = ranges;
        this.records = records;
        this.antiEntropy = antiEntropy;
    }

    void start(@Observes StartupEvent event, RoutingConfig config) {
        if (!GrpcServerStart.isListening(GrpcServerRecorder::getVerticleCount)) {
            throw new StartRefused("p2psip.grpc.port is \"" + config.grpc().port() + "\"; the gRPC server could not"
                    + " listen there at " + config.listen() + ", a free port is needed");
        }
        LOG.infof(
                "Peer %s of overlay %s, site %s, advertised as %s",
                self, settings.overlay(), settings.site(), settings.advertise());
        storage.start();
        neighbors.start();
        topic.create();
        ring.start(answers, ranges);
        antiEntropy.start();
    }

    void stop(@Observes ShutdownEvent event) {
        neighbors.stop();
        waitFor(ring.leave(), LEAVE_LIMIT_MS, "the neighbors on the ring");
        waitFor(records.given(), GIVE_LIMIT_MS, "the sites that take records over");
        LOG.info("Stopping: operations in flight are finished, new ones refused");
        waitFor(storage.drain(), DRAIN_LIMIT_MS, "operations in flight");
        streams.stop();
        if (topic.isCreated()) {
            waitFor(events.left(System.currentTimeMillis()), EVENT_LIMIT_MS, "the last event");
        }
        storage.close();
    }

    private static void waitFor(CompletableFuture<Void> done, long limitMs, String what) {
        done.completeOnTimeout(null, limitMs, TimeUnit.MILLISECONDS)
                .thenRun(() -> LOG.debugf("No longer waiting for %s", what))
                .join();
    }
}
