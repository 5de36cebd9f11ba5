package org.p2psip.edge.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.edge.service.Await;
import org.p2psip.edge.service.Counts;

class CallPublisherTest {
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final long ROOM = 1 << 20;

    @TempDir
    Path directory;

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final Counts<CallCounter> counts = new Counts<>(CallCounter.class);
    private final Broker broker = new Broker();

    @AfterEach
    void endThread() {
        thread.shutdownNow();
    }

    @Test
    void recordsGoToKafkaWhileItTakesThem() throws IOException {
        CallPublisher calls = publisher(ROOM);
        calls.offer(record("a"));
        calls.offer(record("b"));
        Await.until("both sent", SOON, () -> counts.get(CallCounter.SENT) == 2);
        assertThat(broker.taken).containsExactly("a", "b");
        assertThat(calls.spoolDepth()).isZero();
        calls.close(SOON);
    }

    @Test
    void recordsWaitOnDiskWhileKafkaIsAwayAndAreSentWhenItIsBack() throws IOException {
        broker.up = false;
        CallPublisher calls = publisher(ROOM);
        for (String name : List.of("a", "b", "c")) {
            calls.offer(record(name));
        }
        Await.until("all on disk", SOON, () -> calls.spoolDepth() == 3);
        broker.up = true;
        Await.until("all sent", SOON, () -> calls.spoolDepth() == 0);
        assertThat(broker.taken).containsExactlyInAnyOrder("a", "b", "c");
        calls.offer(record("d"));
        Await.until("later ones too", SOON, () -> broker.taken.contains("d"));
        calls.close(SOON);
    }

    @Test
    void recordThatIsNeverAcknowledgedIsOnDiskAfterTheStop() throws IOException {
        broker.silent = true;
        CallPublisher calls = publisher(ROOM);
        calls.offer(record("a"));
        calls.offer(record("b"));
        calls.close(Duration.ofMillis(100));
        try (CallSpool spool = spool(ROOM)) {
            assertThat(spool.read(0, 10))
                    .extracting(r -> new String(r.bytes(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrder("a", "b");
        }
    }

    @Test
    void recordThatIsRefusedWhileTheStopWritesDownWhatIsLeftIsOnDisk() throws IOException {
        broker.silent = true;
        ScheduledExecutorService late = new ScheduledThreadPoolExecutor(1) {
            private int tasks;

            @Override
            public void execute(Runnable task) {
                tasks++;
                if (tasks == 2) { // after the last attempt to send, the one that writes down what is left
                    broker.answer.completeExceptionally(new IOException("no broker"));
                }
                super.execute(task);
            }
        };
        CallPublisher calls = publisher(late, ROOM);
        calls.offer(record("a"));
        calls.close(Duration.ofMillis(100));
        late.shutdown();
        try (CallSpool spool = spool(ROOM)) {
            assertThat(spool.depth()).isEqualTo(1);
        }
    }

    @Test
    void spoolOfAnEarlierProcessIsSent() throws IOException {
        try (CallSpool spool = spool(ROOM)) {
            spool.append(List.of(record("old")));
        }
        CallPublisher calls = publisher(ROOM);
        Await.until("sent", SOON, () -> calls.spoolDepth() == 0);
        assertThat(broker.taken).containsExactly("old");
        calls.close(SOON);
    }

    @Test
    void whatFitsNeitherMemoryNorDiskIsCountedAsLost() throws IOException {
        broker.up = false;
        CallPublisher calls = publisher(20);
        calls.offer(record("one"));
        calls.offer(record("two"));
        Await.until("one kept, one lost", SOON, () -> calls.dropped() == 1 && calls.spoolDepth() == 1);
        broker.up = true;
        Await.until("the kept one is sent", SOON, () -> calls.spoolDepth() == 0);
        assertThat(broker.taken).hasSize(1);
        calls.close(SOON);
    }

    private CallPublisher publisher(long room) throws IOException {
        return publisher(thread, room);
    }

    private CallPublisher publisher(ScheduledExecutorService on, long room) throws IOException {
        return new CallPublisher(
                on, broker, spool(room), new CallPublisher.Options(100, Duration.ofMillis(10)), counts);
    }

    private CallSpool spool(long room) throws IOException {
        return CallSpool.open(directory.resolve("calls.spool"), room);
    }

    private static byte[] record(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes, refuses, or says nothing. */
    private static final class Broker implements CallSink {
        private final List<String> taken = new CopyOnWriteArrayList<>();
        private volatile boolean up = true;
        private volatile boolean silent;
        private volatile CompletableFuture<Void> answer;

        @Override
        public CompletionStage<Void> send(List<byte[]> records) {
            if (silent) {
                answer = new CompletableFuture<>();
                return answer;
            }
            if (!up) {
                return CompletableFuture.failedFuture(new IOException("no broker"));
            }
            records.forEach(record -> taken.add(new String(record, StandardCharsets.UTF_8)));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            up = false;
        }
    }
}
