package org.p2psip.storage.service.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordWriterTest {
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entriesAreFoundAgain(boolean sync) throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, sync)) {
            for (int i = 0; i < 300; i++) {
                records.put(i, "value " + i);
            }
            records.remove(7);
            records.put(8, "another");
            assertThat(records.value(9)).isEqualTo("value 9");
            assertThat(records.value(7)).isNull();
        }
        try (OpenRecords records = OpenRecords.open(directory, sync)) {
            for (int i = 9; i < 300; i++) {
                assertThat(records.value(i)).isEqualTo("value " + i);
            }
            assertThat(records.value(7)).isNull();
            assertThat(records.value(8)).isEqualTo("another");
            assertThat(records.health.damaged).hasValue(0);
        }
    }

    @Test
    void whatWasNotWrittenYetIsFoundToo() throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, false)) {
            records.put(1, "first");
            records.put(1, "second");
            assertThat(records.value(1)).isEqualTo("second");
            assertThat(records.all(OpenRecords.NOW)).containsExactly(Map.entry(1, "second"));
            records.remove(1);
            assertThat(records.value(1)).isNull();
            assertThat(records.all(OpenRecords.NOW)).isEmpty();
        }
    }

    @Test
    void behavesLikeAMapThroughRestarts() throws IOException {
        Random random = new Random(3);
        Map<Integer, String> expected = new TreeMap<>();
        for (int restart = 0; restart < 6; restart++) {
            try (OpenRecords records = OpenRecords.open(directory, restart % 2 == 0)) {
                for (int step = 0; step < 1500; step++) {
                    int key = random.nextInt(600);
                    switch (random.nextInt(20)) {
                        case 0 -> {
                            int segment = random.nextInt(256);
                            records.write(new DiskWrite.SegmentRemoval(segment));
                            expected.keySet().removeIf(each -> (each & 0xFF) == segment);
                        }
                        case 1, 2 -> {
                            records.remove(key);
                            expected.remove(key);
                        }
                        default -> {
                            String value = restart + " " + step + " " + "x".repeat(random.nextInt(1000));
                            records.put(key, value);
                            expected.put(key, value);
                        }
                    }
                }
                // Removals of segments are seen when they are written
                records.queue.add(new DiskWrite.Removal(OpenRecords.key(601))).join();
                assertThat(records.all(OpenRecords.NOW)).isEqualTo(expected);
                for (int key = 0; key < 600; key++) {
                    assertThat(records.value(key)).isEqualTo(expected.get(key));
                }
            }
        }
        assertThat(expected).hasSizeGreaterThan(300);
    }

    @Test
    void memoryKnowsWhatIsAbsentAndWhatWasWrittenLately() throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            records.put(1, "small");
            assertThat(records.database.look(OpenRecords.key(2).getBytes())).isEqualTo(Lookup.ABSENT);
            assertThat(records.database.look(OpenRecords.key(1).getBytes())).isInstanceOf(Lookup.Found.class);
        }
        fill(1000);
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            int unknown = 0;
            for (int i = 1000; i < 2000; i++) {
                if (!records.database.look(OpenRecords.key(i).getBytes()).equals(Lookup.ABSENT)) {
                    unknown++;
                }
            }
            assertThat(unknown)
                    .as("absent keys of 1000 that the disk is asked for")
                    .isLessThan(100);
            byte[] key = OpenRecords.key(5).getBytes();
            assertThat(records.database.look(key)).isEqualTo(Lookup.ON_DISK);
            assertThat(records.value(5)).startsWith("value 5");
            assertThat(records.database.look(key)).isInstanceOf(Lookup.Found.class);
        }
    }

    @Test
    void whatIsInMergedFilesIsNeverTakenForAbsent() throws IOException {
        for (int round = 0; round < 10; round++) {
            fill(300);
        }
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            for (int i = 0; i < 300; i++) {
                switch (records.database.look(OpenRecords.key(i).getBytes())) {
                    case Lookup.Absent absent -> fail("key " + i + " is absent");
                    case Lookup.Found found -> assertThat(found.entry().value()).hasSizeGreaterThan(1000);
                    case Lookup.OnDisk onDisk -> assertThat(records.value(i)).startsWith("value " + i);
                }
            }
        }
    }

    private void fill(int keys) throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, false)) {
            for (int i = 0; i < keys; i++) {
                records.put(i, "value " + i + "x".repeat(1000));
            }
        }
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

    @Test
    void entriesLargerThanAWriteBufferAreKept() throws IOException {
        String large = "x".repeat(4 << 20);
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            records.put(1, large);
            records.put(2, "small");
            records.put(3, large + "y");
        }
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            assertThat(records.value(1)).isEqualTo(large);
            assertThat(records.value(2)).isEqualTo("small");
            assertThat(records.value(3)).isEqualTo(large + "y");
        }
    }

    @Test
    void nothingIsTakenOrReadAfterTheEnd() throws IOException {
        OpenRecords records = OpenRecords.open(directory, true);
        records.close();
        assertThatThrownBy(() -> records.put(1, "late")).hasMessageContaining("no longer written");
        assertThatThrownBy(() -> records.value(1)).hasMessageContaining("closed");
    }

    @Test
    void manyThreadsWriteAtOnce() throws Exception {
        int threads = 8;
        int each = 500;
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int first = i * each;
                writers.add(Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < each; n++) {
                        records.put(first + n, "value " + n);
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            for (int i = 0; i < threads * each; i++) {
                assertThat(records.value(i)).isEqualTo("value " + i % each);
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
