package org.p2psip.storage.service.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that takes no records, and a bug. */
class RecordWriterFailureTest {
    /** More than fits into a write buffer, so that a file is made of it. */
    private static final String LARGE = "x".repeat(OpenRecords.WRITE_BUFFER_BYTES);

    @TempDir
    Path temp;

    private Path directory;
    private Path away;

    @BeforeEach
    void name() {
        directory = temp.resolve("records");
        away = temp.resolve("away");
    }

    @Test
    void aWriteThatTheDiskDoesNotTakeFailsAndALaterOneSucceeds() throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            records.put(1, "before");
            Files.move(directory, away);
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 50; i++) {
                            records.put(2, LARGE);
                        }
                    })
                    .hasRootCauseInstanceOf(Exception.class);
            assertThat(records.health.refusing).isTrue();
            assertThat(records.value(1)).isEqualTo("before");

            Files.move(away, directory);
            await(() -> !records.health.refusing);
            records.put(2, "after");
            assertThat(records.value(1)).isEqualTo("before");
            assertThat(records.value(2)).isEqualTo("after");
        }
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            assertThat(records.value(1)).isEqualTo("before");
            assertThat(records.value(2)).isEqualTo("after");
        }
    }

    @Test
    void whatWasAnsweredBeforeTheDiskTookItIsTriedAgain() throws IOException {
        int last = 0;
        try (OpenRecords records = OpenRecords.open(directory, false)) {
            records.put(1, "before");
            Files.move(directory, away);
            for (; !records.health.refusing; last++) {
                assertThat(last).as("writes until the disk refuses").isLessThan(100);
                records.put(2, LARGE + last);
                assertThat(records.value(2)).endsWith("x" + last);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            records.put(3, "while it refuses");
            assertThat(records.value(3)).isEqualTo("while it refuses");
            assertThatThrownBy(() -> records.queue
                            .add(new DiskWrite.Removal(OpenRecords.key(3)))
                            .join())
                    .as("one that was not answered")
                    .hasRootCauseInstanceOf(Exception.class);
            Files.move(away, directory);
            await(() -> !records.health.refusing);
        }
        try (OpenRecords records = OpenRecords.open(directory, false)) {
            assertThat(records.value(1)).isEqualTo("before");
            assertThat(records.value(2)).endsWith("x" + (last - 1));
            assertThat(records.value(3)).isEqualTo("while it refuses");
        }
    }

    @Test
    void aChangeThatFailedDoesNotHideTheAnsweredOneBeforeIt() throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, false)) {
            records.put(1, "before");
            Files.move(directory, away);
            for (int i = 0; !records.health.refusing; i++) {
                assertThat(i).as("writes until the disk refuses").isLessThan(100);
                records.put(2, LARGE);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            records.put(1, "answered");
            CompletableFuture<Void> removal = records.queue.add(new DiskWrite.Removal(OpenRecords.key(1)));
            assertThatThrownBy(removal::join).hasRootCauseInstanceOf(Exception.class);
            await(() -> records.queue.unwritten(OpenRecords.key(1)) instanceof DiskWrite.Put);
            assertThat(records.value(1)).isEqualTo("answered");
            Files.move(away, directory);
        }
    }

    @Test
    void readsWhileTheDatabaseIsOpenedAgainAreSafe() throws Exception {
        fill(500);
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            AtomicBoolean ends = new AtomicBoolean();
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            List<Thread> readers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int first = i;
                readers.add(Thread.ofPlatform().start(() -> {
                    try {
                        for (int key = first; !ends.get(); key = (key + 1) % 500) {
                            records.database.look(OpenRecords.key(key).getBytes());
                            assertThat(records.value(key)).startsWith("value " + key);
                            records.database.scan(Segments.start(key % 256), Segments.start(256), 50);
                            records.database.due(new byte[0], Long.MAX_VALUE - 1, 50);
                        }
                    } catch (IOException | RuntimeException | AssertionError e) {
                        failures.add(e);
                    }
                }));
            }
            for (int i = 0; i < 20; i++) {
                records.database.reopen();
            }
            ends.set(true);
            for (Thread reader : readers) {
                reader.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    @Test
    void aBugInTheWriterIsToldAndFailsWhatWaits() throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, true, false, completion -> {
            throw new IllegalStateException("a bug");
        })) {
            assertThatThrownBy(() -> records.put(1, "value")).hasRootCauseMessage("a bug");
            assertThat(records.health.ended).isTrue();
            assertThatThrownBy(() -> records.put(2, "value")).hasMessageContaining("no longer written");
            assertThat(records.value(1)).isEqualTo("value");
        }
    }

    private void fill(int keys) throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, false)) {
            for (int i = 0; i < keys; i++) {
                records.put(i, "value " + i + "x".repeat(1000));
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - limit).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
