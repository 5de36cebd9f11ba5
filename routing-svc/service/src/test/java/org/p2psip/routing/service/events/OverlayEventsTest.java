package org.p2psip.routing.service.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.OverlayEvent;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.TestSettings;
import org.p2psip.routing.service.config.HostPort;
import org.p2psip.routing.service.config.Settings;

class OverlayEventsTest {
    private static final NodeId SELF = new NodeId(new Position(0xabcL, 1));

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Buffer buffer = new Buffer();
    private final OverlayEvents events = new OverlayEvents(buffer, SELF, settings(), registry);

    /** Keeps what is sent, as long as there is room. */
    private static final class Buffer implements Emitter<byte[]> {
        private final List<Message<?>> messages = new ArrayList<>();
        private int room = 2;

        @Override
        public CompletionStage<Void> send(byte[] payload) {
            throw new UnsupportedOperationException("events have a key, so they are sent as messages");
        }

        @Override
        public <M extends Message<? extends byte[]>> void send(M message) {
            if (room == 0) {
                throw new IllegalStateException("the buffer is full");
            }
            room--;
            messages.add(message);
        }

        @Override
        public void complete() {
            room = 0;
        }

        @Override
        public void error(Exception failure) {
            room = 0;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean hasRequests() {
            return room > 0;
        }
    }

    @Test
    void joinAndLeaveAreKeyedByNodeId() throws InvalidProtocolBufferException {
        events.joined(1000);
        events.left(2000);
        OverlayEvent joined =
                OverlayEvent.parseFrom((byte[]) buffer.messages.get(0).getPayload());
        OverlayEvent left =
                OverlayEvent.parseFrom((byte[]) buffer.messages.get(1).getPayload());
        assertThat(joined.getChange()).isEqualTo(OverlayEvent.Change.CHANGE_JOINED);
        assertThat(left.getChange()).isEqualTo(OverlayEvent.Change.CHANGE_LEFT);
        assertThat(joined.getNodeId().toByteArray()).isEqualTo(SELF.toBytes());
        assertThat(joined.getObserver()).isEqualTo(joined.getNodeId());
        assertThat(joined.getSite()).isEqualTo("local");
        assertThat(joined.getAtMs()).isEqualTo(1000);
        assertThat(buffer.messages).allSatisfy(message -> assertThat(
                        message.getMetadata(OutgoingKafkaRecordMetadata.class))
                .hasValueSatisfying(metadata -> assertThat(metadata.getKey()).isEqualTo(SELF.toHex())));
    }

    @Test
    void eventIsSettledAndCountedWhenKafkaHasItAndWhenItFailed() {
        CompletableFuture<Void> joined = events.joined(1000);
        CompletableFuture<Void> left = events.left(2000);
        assertThat(joined).isNotDone();
        buffer.messages.get(0).ack();
        buffer.messages.get(1).nack(new IllegalStateException("no broker"));
        assertThat(joined).isDone();
        assertThat(left).isDone();
        assertThat(count("sent")).isEqualTo(1);
        assertThat(count("dropped")).isEqualTo(1);
    }

    @Test
    void eventThatDoesNotFitIsDroppedAndCounted() {
        buffer.room = 0;
        assertThat(events.joined(1000)).isDone();
        assertThat(count("dropped")).isEqualTo(1);
    }

    private double count(String result) {
        return registry.counter("p2psip.routing.events", "result", result).count();
    }

    private static Settings settings() {
        return TestSettings.with(new HostPort("127.0.0.1", 7461), new Settings.Limits(1, 1 << 20, 1));
    }
}
