package org.p2psip.storage.service.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a crash cut short, and files that were damaged otherwise. */
class RecordDamageTest {
    @TempDir
    Path temp;

    private Path directory;

    @BeforeEach
    void name() {
        directory = temp.resolve("records");
    }

    @Test
    void aWriteThatACrashCutShortIsCutOffAndNothingElse() throws IOException {
        long answered;
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            records.put(1, "answered");
            answered = Files.size(newest(".log"));
            records.put(1, "never answered");
        }
        Path whole = newest(".log");
        byte[] bytes = Files.readAllBytes(whole);
        for (int length = (int) answered; length < bytes.length; length += 3) {
            Path copy = temp.resolve("cut" + length + "/records");
            copyTo(copy);
            Files.write(copy.resolve(whole.getFileName()), java.util.Arrays.copyOf(bytes, length));
            try (OpenRecords records = OpenRecords.open(copy, true)) {
                assertThat(records.value(1)).as("of %d bytes", length).isEqualTo("answered");
                records.put(2, "after it");
            }
            try (OpenRecords records = OpenRecords.open(copy, true)) {
                assertThat(records.value(1)).isEqualTo("answered");
                assertThat(records.value(2)).isEqualTo("after it");
            }
        }
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            assertThat(records.value(1)).isEqualTo("never answered");
        }
    }

    @Test
    void aStartRefusesADamagedWriteAheadLogUnlessItMayCutIt() throws IOException {
        long first;
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            records.put(1, "before");
            first = Files.size(newest(".log"));
            records.put(2, "damaged");
            records.put(3, "behind");
        }
        damage(newest(".log"), first + 30);

        assertThatThrownBy(() -> OpenRecords.open(directory, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged");
        try (OpenRecords records = OpenRecords.open(directory, true, true)) {
            assertThat(records.value(1)).isEqualTo("before");
            assertThat(records.value(2)).isNull();
            assertThat(records.value(3)).isNull();
            records.put(4, "after");
        }
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            assertThat(records.value(1)).isEqualTo("before");
            assertThat(records.value(4)).isEqualTo("after");
        }
    }

    @Test
    void aStartRefusesWhenAFileIsMissingOrNone() throws IOException {
        fill();
        Path file = largest();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, new byte[bytes.length]);
        assertThatThrownBy(() -> OpenRecords.open(directory, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.getFileName().toString());
        Files.delete(file);
        assertThatThrownBy(() -> OpenRecords.open(directory, true))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.getFileName().toString());
        Files.write(file, bytes);
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            assertThat(records.all(OpenRecords.NOW)).hasSize(200);
        }
    }

    @Test
    void recordsOfADamagedBlockAreLostAloneAndCanBeWrittenAgain() throws IOException {
        fill();
        damage(largest(), 100);
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            int lost = -1;
            int found = 0;
            for (int i = 0; i < 200; i++) {
                if (records.value(i) == null) {
                    lost = i;
                } else {
                    found++;
                }
            }
            assertThat(lost).isNotNegative();
            assertThat(found).isGreaterThan(100);
            assertThat(records.health.damaged).hasValue(200 - found);
            assertThatThrownBy(() -> records.all(OpenRecords.NOW)).hasMessageContaining("damaged");

            records.put(lost, "again");
            assertThat(records.value(lost)).isEqualTo("again");
        }
    }

    @Test
    void aMergeThatMeetsDamageEndsTheWritingAndReadsGoOn() throws IOException {
        fill();
        damage(largest(), 100);
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            records.put(i % 200, "value again" + "x".repeat(500));
                        }
                    })
                    .hasMessageContaining("no longer written");
            assertThat(records.health.ended).isTrue();
            assertThatThrownBy(() -> records.put(1, "more")).hasMessageContaining("no longer written");
            assertThat(records.value(1)).startsWith("value again");
        }
    }

    /** 200 records in files. */
    private void fill() throws IOException {
        try (OpenRecords records = OpenRecords.open(directory, true)) {
            for (int i = 0; i < 200; i++) {
                records.put(i, "value " + i + "x".repeat(500));
            }
        }
        // What is in the write-ahead log only goes to a file when it is opened
        OpenRecords.open(directory, true).close();
    }

    private static void damage(Path file, long offset) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[] {'?', '?', '?', '?'}), offset);
        }
    }

    private Path newest(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow();
        }
    }

    /** The one with the values, and not their index. */
    private Path largest() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .max(Comparator.comparing(file -> file.toFile().length()))
                    .orElseThrow();
        }
    }

    private void copyTo(Path copy) throws IOException {
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
    }
}
