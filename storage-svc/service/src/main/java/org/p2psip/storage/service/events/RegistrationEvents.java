package org.p2psip.storage.service.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.RegistrationEvent.Change;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.records.CommitListener;
import org.p2psip.storage.service.records.RecordKey;

/** Tells of changed and expired registrations and credentials on the topic p2psip.registrations. */
@ApplicationScoped
public class RegistrationEvents implements CommitListener {
    private static final Set<Integer> TOLD_KINDS =
            Set.of(KindCatalog.EDGE_REGISTRATION, KindCatalog.SIP_REGISTRATION, KindCatalog.CREDENTIALS);

    private final EventQueue queue;
    private final Clock clock;

    public RegistrationEvents(Settings settings, MeterRegistry metrics, Clock clock) {
        this.queue = new EventQueue(settings.limits().events(), metrics);
        this.clock = clock;
    }

    static boolean isTold(int kind) {
        return TOLD_KINDS.contains(kind);
    }

    @Override
    public void committed(RecordKey key, StoredKind state) {
        if (isTold(key.kind())) {
            queue.offer(event(key, state, Change.CHANGE_WRITTEN));
        }
    }

    /** The last value of a record expired. */
    void expired(RecordKey key, StoredKind state) {
        queue.offer(event(key, state, Change.CHANGE_EXPIRED));
    }

    /** The topic exists: what waits may leave. */
    void open() {
        queue.open();
    }

    /** What Kafka's connector takes, as fast as it does. On a worker: a writer only ever queues. */
    @Outgoing("registration-events")
    Multi<Message<byte[]>> stream() {
        return Multi.createBy()
                .repeating()
                .uni(queue::take)
                .indefinitely()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::message);
    }

    private Message<byte[]> message(RegistrationEvent event) {
        String key =
                event.getResourceName().isEmpty() ? hex(event.getResourceId().toByteArray()) : event.getResourceName();
        return Message.of(event.toByteArray())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(key)
                        .build())
                .withNack(cause -> {
                    queue.unsent();
                    return CompletableFuture.completedFuture(null);
                });
    }

    private RegistrationEvent event(RecordKey key, StoredKind state, Change change) {
        long now = clock.millis();
        return RegistrationEvent.newBuilder()
                .setResourceName(state.resourceName())
                .setResourceId(com.google.protobuf.UnsafeByteOperations.unsafeWrap(
                        key.resource().octets().unsafeArray()))
                .setKind(key.kind())
                .setChange(change)
                .setGeneration(state.generation())
                .setEntries(state.live(now).size())
                .setAtMs(now)
                .build();
    }

    private static String hex(byte[] bytes) {
        return java.util.HexFormat.of().formatHex(bytes);
    }
}
