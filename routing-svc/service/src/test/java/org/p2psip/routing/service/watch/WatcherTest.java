package org.p2psip.routing.service.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.ServerCallStreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.WatchEvent;
import org.p2psip.routing.ring.ResourceId;

class WatcherTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Caller client = new Caller();
    private final Watcher watcher = new Watcher(
            "caller", ResourceId.ofName("alice@example.org"), Set.of(1), false, client, new WatchMetrics(registry));

    /** Takes events while it is ready. */
    private static final class Caller extends ServerCallStreamObserver<WatchEvent> {
        private final List<WatchEvent> taken = new ArrayList<>();
        private boolean ready = true;

        @Override
        public void onNext(WatchEvent event) {
            taken.add(event);
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void onError(Throwable failure) {
            throw new AssertionError(failure);
        }

        @Override
        public void onCompleted() {
            throw new AssertionError("a watch has no end of its own");
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public void setOnCancelHandler(Runnable handler) {}

        @Override
        public void setCompression(String compression) {}

        @Override
        public void disableAutoInboundFlowControl() {}

        @Override
        public void setOnReadyHandler(Runnable handler) {}

        @Override
        public void request(int count) {}

        @Override
        public void setMessageCompression(boolean enable) {}
    }

    private void change(int kind, long generation) {
        watcher.changed(RegistrationEvent.newBuilder()
                .setKind(kind)
                .setGeneration(generation)
                .build());
    }

    @Test
    void changesOfOtherKindsAreNotTold() {
        change(2, 1);
        change(1, 2);
        assertThat(client.taken)
                .extracting(event -> event.getChange().getGeneration())
                .containsExactly(2L);
    }

    @Test
    void whoReadsSlowlyGetsWhatIsQueuedInOrder() {
        client.ready = false;
        for (int i = 0; i < Watcher.QUEUE_LIMIT; i++) {
            change(1, i);
        }
        client.ready = true;
        watcher.flush();
        assertThat(client.taken).hasSize(Watcher.QUEUE_LIMIT);
        assertThat(client.taken.getLast().getChange().getGeneration()).isEqualTo(Watcher.QUEUE_LIMIT - 1);
    }

    @Test
    void whoReadsTooSlowlyIsToldToReadAgainInPlaceOfAllThatIsQueued() {
        client.ready = false;
        for (int i = 0; i < 10 * Watcher.QUEUE_LIMIT; i++) {
            change(1, i);
        }
        client.ready = true;
        watcher.flush();
        assertThat(client.taken).hasSize(1);
        assertThat(client.taken.getFirst().getResync()).isTrue();
        assertThat(registry.get("p2psip.routing.watch.events")
                        .tag("event", "overflow")
                        .counter()
                        .count())
                .isEqualTo(1);
        change(1, 7);
        assertThat(client.taken.getLast().getChange().getGeneration()).isEqualTo(7);
    }
}
