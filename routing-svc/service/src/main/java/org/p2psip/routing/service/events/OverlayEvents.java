package org.p2psip.routing.service.events;

import com.google.protobuf.ByteString;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.OverlayEvent;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.table.PeerInfo;

/** Publishes joins and leaves of this peer, and failures of others that it sees. An event that cannot be sent is dropped and counted. */
@Singleton
public final class OverlayEvents {
    /** Events that wait for Kafka. */
    private static final int BUFFER = 64;

    private static final Logger LOG = Logger.getLogger(OverlayEvents.class);

    private final Emitter<byte[]> emitter;
    private final NodeId self;
    private final String site;
    private final Counter sent;
    private final Counter dropped;

    public OverlayEvents(
            @Channel("overlay-events") @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = BUFFER)
                    Emitter<byte[]> emitter,
            NodeId self,
            Settings settings,
            MeterRegistry registry) {
        this.emitter = emitter;
        this.self = self;
        this.site = settings.site();
        this.sent = registry.counter("p2psip.routing.events", "result", "sent");
        this.dropped = registry.counter("p2psip.routing.events", "result", "dropped");
    }

    /** Says that this peer joined; the future is done when Kafka has the event, or it was dropped. */
    public CompletableFuture<Void> joined(long nowMs) {
        return publish(event(OverlayEvent.Change.CHANGE_JOINED, nowMs));
    }

    /** Says that this peer leaves; the future is done when Kafka has the event, or it was dropped. */
    public CompletableFuture<Void> left(long nowMs) {
        return publish(event(OverlayEvent.Change.CHANGE_LEFT, nowMs));
    }

    /** Says what this peer saw of another one. */
    public CompletableFuture<Void> observed(PeerInfo peer, OverlayEvent.Change change, long nowMs) {
        return publish(event(peer.id(), peer.site(), change, nowMs));
    }

    private OverlayEvent event(OverlayEvent.Change change, long nowMs) {
        return event(self, site, change, nowMs);
    }

    private OverlayEvent event(NodeId peer, String itsSite, OverlayEvent.Change change, long nowMs) {
        return OverlayEvent.newBuilder()
                .setNodeId(ByteString.copyFrom(peer.toBytes()))
                .setChange(change)
                .setObserver(ByteString.copyFrom(self.toBytes()))
                .setSite(itsSite)
                .setAtMs(nowMs)
                .build();
    }

    private CompletableFuture<Void> publish(OverlayEvent event) {
        CompletableFuture<Void> settled = new CompletableFuture<>();
        Message<byte[]> message = Message.of(event.toByteArray())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(HexFormat.of().formatHex(event.getNodeId().toByteArray()))
                        .build())
                .withAck(() -> settle(settled, sent))
                .withNack(failure -> {
                    LOG.warnf("The event %s was not sent: %s", event.getChange(), failure.getMessage());
                    return settle(settled, dropped);
                });
        try {
            emitter.send(message);
        } catch (IllegalStateException e) {
            LOG.warnf("The event %s was not sent: %s", event.getChange(), e.getMessage());
            settle(settled, dropped);
        }
        return settled;
    }

    private static CompletionStage<Void> settle(CompletableFuture<Void> settled, Counter counter) {
        counter.increment();
        settled.complete(null);
        return settled;
    }
}
