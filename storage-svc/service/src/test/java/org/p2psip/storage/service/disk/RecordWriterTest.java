package org.p2psip.storage.service.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordWriterTest {
    @TempDir
    Path temp;

    private Path directory;

    @BeforeEach
    void name() {
        directory = temp.resolve("records");
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatArrivesLateDoesNotReplaceWhatIsNewer(boolean sync) throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, sync)) {
            records.put(1, "2 written");
            records.put(2, "2 written");
            records.arrive(1, "1 late");
            records.arrive(2, "3 newer");
            records.arrive(3, "1 only");
            assertThat(records.value(1)).isEqualTo("2 written");
        }
        try (OpenRecords records = OpenRecords.open(directory, sync)) {
            records.arrive(2, "2 late");
            records.write(new DiskWrite.SegmentRemoval(3));
            records.arrive(3, "0 after all others are gone");
        }
        try (OpenRecords records = OpenRecords.open(directory, sync)) {
            assertThat(records.value(1)).isEqualTo("2 written");
            assertThat(records.value(2)).isEqualTo("3 newer");
            assertThat(records.value(3)).isEqualTo("0 after all others are gone");
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
    void whatMemoryHasNoIndexOfIsAskedOfTheDisk() {
        byte[] stored = new StoredEntry(OpenRecords.NOW, OpenRecords.HOUR, new byte[0]).encode();
        assertThat(Lookup.of(null)).isEqualTo(Lookup.ON_DISK);
        assertThat(Lookup.of(new byte[0])).isEqualTo(Lookup.ON_DISK);
        assertThat(Lookup.of(stored)).isInstanceOf(Lookup.Found.class);
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
}
