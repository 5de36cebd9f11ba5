package org.p2psip.storage.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.memory.InMemoryConnector;
import io.smallrye.reactive.messaging.memory.InMemorySink;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.RegistrationEvent.Change;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.TemporaryStore;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.ValueWrite;

@QuarkusTest
@WithTestResource(TemporaryStore.class)
@WithTestResource(EventsInMemory.class)
class RegistrationEventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    RecordStore records;

    @Inject
    RegistrationEvents events;

    @Inject
    @Any
    InMemoryConnector connector;

    @BeforeEach
    void topicIsThere() {
        events.open();
    }

    @Test
    void aWriteIsToldUnderItsName() throws Exception {
        write("alice@example.org", KindCatalog.EDGE_REGISTRATION, EntryKey.SINGLE, 3600);

        RegistrationEvent event = first("alice@example.org", Change.CHANGE_WRITTEN);

        assertThat(event.getEntries()).isEqualTo(1);
        assertThat(event.getKind()).isEqualTo(KindCatalog.EDGE_REGISTRATION);
        assertThat(event.getGeneration()).isPositive();
        assertThat(event.getResourceId().toByteArray())
                .isEqualTo(ResourceId.of("alice@example.org").octets().toByteArray());
        assertThat(keys()).contains("alice@example.org");
    }

    @Test
    void theExpiryOfTheLastValueIsTold() throws Exception {
        write("bob@example.org", KindCatalog.EDGE_REGISTRATION, EntryKey.SINGLE, 1);

        RegistrationEvent event = first("bob@example.org", Change.CHANGE_EXPIRED);

        assertThat(event.getEntries()).isZero();
        assertThat(event.getGeneration())
                .isEqualTo(first("bob@example.org", Change.CHANGE_WRITTEN).getGeneration());
    }

    @Test
    void otherKindsAreNotTold() throws Exception {
        write("carol@example.org", KindCatalog.GATEWAY, EntryKey.SINGLE, 3600);
        write("dave@example.org", KindCatalog.CREDENTIALS, EntryKey.SINGLE, 3600);

        first("dave@example.org", Change.CHANGE_WRITTEN);
        assertThat(keys()).doesNotContain("carol@example.org");
    }

    private void write(String name, int kind, EntryKey single, int lifetimeS) {
        EntryKey key =
                kind == KindCatalog.CREDENTIALS ? single : new EntryKey.DictionaryKey(Octets.copyOf(new byte[] {'c'}));
        ValueWrite value =
                new ValueWrite(key, true, Octets.copyOf(new byte[] {1}), 0, lifetimeS, WriteOrder.NONE, Octets.EMPTY);
        KindWrite write = new KindWrite(kind, name, 0, List.of(value), java.util.Optional.empty(), false);
        records.write(ResourceId.of(name), write).toCompletableFuture().join();
    }

    private RegistrationEvent first(String name, Change change) throws InvalidProtocolBufferException {
        for (long end = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < end; ) {
            for (Message<byte[]> message : sink().received()) {
                RegistrationEvent event = RegistrationEvent.parseFrom(message.getPayload());
                if (event.getResourceName().equals(name) && event.getChange() == change) {
                    return event;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("No event " + change + " of " + name + " within " + PATIENCE);
    }

    private List<Object> keys() {
        return sink().received().stream()
                .<Object>map(message -> message.getMetadata(OutgoingKafkaRecordMetadata.class)
                        .orElseThrow()
                        .getKey())
                .toList();
    }

    private InMemorySink<byte[]> sink() {
        return connector.sink("registration-events");
    }
}
