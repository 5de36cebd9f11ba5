package org.p2psip.storage.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
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
class RegistrationEventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    RecordStore records;

    @Inject
    RegistrationEvents events;

    @Inject
    RecordedEvents recorded;

    @BeforeEach
    void topicIsThere() {
        events.open();
    }

    @Test
    void aWriteIsToldUnderItsName() throws Exception {
        write("alice@events.example.org", KindCatalog.EDGE_REGISTRATION, EntryKey.SINGLE, 3600);

        RegistrationEvent event = first("alice@events.example.org", Change.CHANGE_WRITTEN);

        assertThat(event.getEntries()).isEqualTo(1);
        assertThat(event.getKind()).isEqualTo(KindCatalog.EDGE_REGISTRATION);
        assertThat(event.getGeneration()).isPositive();
        assertThat(event.getResourceId().toByteArray())
                .isEqualTo(ResourceId.of("alice@events.example.org").octets().toByteArray());
        assertThat(keys()).contains("alice@events.example.org");
    }

    @Test
    void theExpiryOfTheLastValueIsTold() throws Exception {
        write("bob@events.example.org", KindCatalog.EDGE_REGISTRATION, EntryKey.SINGLE, 1);

        RegistrationEvent event = first("bob@events.example.org", Change.CHANGE_EXPIRED);

        assertThat(event.getEntries()).isZero();
        assertThat(event.getGeneration())
                .isEqualTo(
                        first("bob@events.example.org", Change.CHANGE_WRITTEN).getGeneration());
    }

    @Test
    void otherKindsAreNotTold() throws Exception {
        write("carol@events.example.org", KindCatalog.GATEWAY, EntryKey.SINGLE, 3600);
        write("dave@events.example.org", KindCatalog.CREDENTIALS, EntryKey.SINGLE, 3600);

        first("dave@events.example.org", Change.CHANGE_WRITTEN);
        assertThat(keys()).doesNotContain("carol@events.example.org");
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
            for (RecordedEvents.Sent sent : recorded.sent()) {
                RegistrationEvent event = RegistrationEvent.parseFrom(sent.event());
                if (event.getResourceName().equals(name) && event.getChange() == change) {
                    return event;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        throw new AssertionError("No event " + change + " of " + name + " within " + PATIENCE);
    }

    private List<String> keys() {
        return recorded.sent().stream().map(RecordedEvents.Sent::key).toList();
    }
}
