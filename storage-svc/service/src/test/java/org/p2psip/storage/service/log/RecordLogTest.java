package org.p2psip.storage.service.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLogTest {
    private static final long NOW = 1_000_000;
    private static final long HOUR = 3_600_000;
    private static final int FILE_BYTES = 4096;

    @TempDir
    Path directory;

    private final AtomicLong damaged = new AtomicLong();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void entriesAreFoundAgain(boolean sync) throws IOException {
        try (RecordLog log = open(sync)) {
            for (int i = 0; i < 300; i++) {
                append(log, key(i), "value " + i);
            }
            join(log.append(LogEntry.removal(key(7))));
            append(log, key(8), "another");
            assertThat(value(log, key(9))).isEqualTo("value 9");
            assertThat(value(log, key(7))).isNull();
        }
        try (RecordLog log = open(sync)) {
            assertThat(damaged.get()).isZero();
            for (int i = 9; i < 300; i++) {
                assertThat(value(log, key(i))).isEqualTo("value " + i);
            }
            assertThat(value(log, key(7))).isNull();
            assertThat(value(log, key(8))).isEqualTo("another");
            assertThat(log.keys(9)).contains(key(9)).allMatch(key -> key.segment() == 9);
        }
    }

    @Test
    void whatWasNotWrittenYetIsFoundToo() throws IOException {
        try (RecordLog log = open(false)) {
            join(log.append(entry(key(1), "first")));
            join(log.append(entry(key(1), "second")));
            assertThat(value(log, key(1))).isEqualTo("second");
            assertThat(log.keys(1)).containsExactly(key(1));
            join(log.append(LogEntry.removal(key(1))));
            assertThat(value(log, key(1))).isNull();
            assertThat(log.keys(1)).isEmpty();
        }
    }

    @Test
    void roomOfWhatWasOverwrittenIsTakenBack() throws IOException {
        Map<LogKey, String> expected = new HashMap<>();
        Random random = new Random(3);
        try (RecordLog log = open(true)) {
            for (int i = 0; i < 4000; i++) {
                LogKey key = key(random.nextInt(40));
                if (random.nextInt(10) == 0) {
                    join(log.append(LogEntry.removal(key)));
                    expected.remove(key);
                } else {
                    append(log, key, "value " + i);
                    expected.put(key, "value " + i);
                }
            }
            assertSame(log, expected);
            // 4000 entries of some 55 bytes were written; what counts is half a file.
            assertThat(bytesOnDisk()).isLessThan(6L * FILE_BYTES);
        }
        try (RecordLog log = open(true)) {
            assertSame(log, expected);
        }
    }

    @Test
    void removalsStayWhenTheirFileIsCleaned() throws IOException {
        try (RecordLog log = open(true)) {
            append(log, key(1), "gone");
            append(log, key(2), "stays");
            join(log.append(LogEntry.removal(key(1))));
            for (int i = 0; i < 1000; i++) {
                append(log, key(3), "again " + i);
            }
        }
        try (RecordLog log = open(true)) {
            assertThat(value(log, key(1))).isNull();
            assertThat(value(log, key(2))).isEqualTo("stays");
        }
    }

    @Test
    void whatExpiredIsForgottenAndHidesWhatWasBefore() throws IOException {
        try (RecordLog log = open(true)) {
            append(log, key(1), "long");
            join(log.append(new LogEntry(key(1), NOW, 1000, bytes("short"))));
            assertThat(log.expired(1, NOW + 999)).isEmpty();
            assertThat(log.forgetExpired(key(1), NOW + 999)).isFalse();
            assertThat(log.expired(1, NOW + 1000)).containsExactly(key(1));
            assertThat(log.forgetExpired(key(1), NOW + 1000)).isTrue();
            assertThat(log.isWritten(key(1))).isFalse();
        }
        try (RecordLog log = RecordLog.open(directory, options(true), NOW + 1000)) {
            assertThat(log.isWritten(key(1))).isFalse();
        }
    }

    @Test
    void anEntryThatWasCutShortIsCutOff() throws IOException {
        byte[] cut = entry(key(1), "never answered").encode();
        try (RecordLog log = open(true)) {
            append(log, key(1), "answered");
        }
        for (int left = 1; left < cut.length; left += 7) {
            long before = Files.size(file(1));
            Files.write(file(1), java.util.Arrays.copyOf(cut, left), StandardOpenOption.APPEND);
            try (RecordLog log = open(true)) {
                assertThat(value(log, key(1))).isEqualTo("answered");
                assertThat(damaged.get()).isZero();
            }
            assertThat(Files.size(file(1))).isEqualTo(before);
        }
        try (RecordLog log = open(true)) {
            append(log, key(2), "after it");
        }
        try (RecordLog log = open(true)) {
            assertThat(value(log, key(2))).isEqualTo("after it");
        }
    }

    @Test
    void aDamagedEntryIsLostAlone() throws IOException {
        try (RecordLog log = open(true)) {
            append(log, key(1), "first");
            append(log, key(2), "second");
            append(log, key(3), "third");
        }
        int length = entry(key(1), "first").encode().length;
        try (FileChannel file = FileChannel.open(file(1), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {'?'}), length + 45);
        }
        try (RecordLog log = open(true)) {
            assertThat(damaged.get()).isEqualTo(1);
            assertThat(value(log, key(1))).isEqualTo("first");
            assertThat(value(log, key(2))).isNull();
            assertThat(value(log, key(3))).isEqualTo("third");
        }
    }

    @Test
    void anEntryThatIsDamagedLaterIsLostAndCanBeWrittenAgain() throws IOException {
        try (RecordLog log = open(true)) {
            append(log, key(1), "first");
            append(log, key(2), "second");
            try (FileChannel file = FileChannel.open(file(1), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[] {'?'}), 45);
            }
            assertThat(value(log, key(1))).isNull();
            assertThat(damaged.get()).isEqualTo(1);
            assertThat(value(log, key(2))).isEqualTo("second");

            append(log, key(1), "again");
            assertThat(value(log, key(1))).isEqualTo("again");
        }
    }

    @Test
    void aWriteThatTheDiskDoesNotTakeFailsAndTheNextSucceeds() throws IOException {
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        try (RecordLog log = open(true)) {
            append(log, key(1), "before");
            Files.move(directory, away);
            assertThatThrownBy(() -> append(log, key(2), "x".repeat(FILE_BYTES)))
                    .hasRootCauseInstanceOf(IOException.class);
            assertThat(value(log, key(2))).isNull();

            Files.move(away, directory);
            append(log, key(2), "after");
            assertThat(value(log, key(1))).isEqualTo("before");
            assertThat(value(log, key(2))).isEqualTo("after");
        }
        try (RecordLog log = open(true)) {
            assertThat(value(log, key(1))).isEqualTo("before");
            assertThat(value(log, key(2))).isEqualTo("after");
        }
    }

    @Test
    void whatWasAnsweredBeforeTheDiskTookItIsTriedAgain() throws IOException {
        Path away = directory.resolveSibling(directory.getFileName() + "-away");
        try (RecordLog log = open(false)) {
            join(log.append(entry(key(1), "x".repeat(FILE_BYTES))));
            Files.move(directory, away);
            join(log.append(entry(key(2), "y".repeat(FILE_BYTES))));
            assertThat(value(log, key(2))).hasSize(FILE_BYTES);
            awaitFailure(log);
            Files.move(away, directory);
        }
        try (RecordLog log = open(false)) {
            assertThat(value(log, key(1))).hasSize(FILE_BYTES);
            assertThat(value(log, key(2))).hasSize(FILE_BYTES);
        }
    }

    @Test
    void entriesLargerThanAFileAndItsBufferAreKept() throws IOException {
        String large = "x".repeat(1 << 20);
        try (RecordLog log = open(true)) {
            append(log, key(1), large);
            append(log, key(2), "small");
            append(log, key(3), large + "y");
        }
        try (RecordLog log = open(true)) {
            assertThat(value(log, key(1))).isEqualTo(large);
            assertThat(value(log, key(2))).isEqualTo("small");
            assertThat(value(log, key(3))).isEqualTo(large + "y");
        }
    }

    @Test
    void aClosedLogTakesNothing() throws IOException {
        RecordLog log = open(true);
        log.close();
        assertThatThrownBy(() -> append(log, key(1), "late")).hasMessageContaining("closed");
    }

    @Test
    void manyThreadsAppendAtOnce() throws Exception {
        int threads = 8;
        int each = 500;
        try (RecordLog log = open(true)) {
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int first = i * each;
                writers.add(Thread.ofPlatform().start(() -> {
                    for (int n = 0; n < each; n++) {
                        append(log, key(first + n), "value " + n);
                    }
                }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
        }
        try (RecordLog log = open(true)) {
            for (int i = 0; i < threads * each; i++) {
                assertThat(value(log, key(i))).isEqualTo("value " + i % each);
            }
        }
    }

    /** Until the log has tried to write and the file could not be made. */
    private void awaitFailure(RecordLog log) {
        long limit = System.nanoTime() + 20_000_000_000L;
        while (!log.hasFailed()) {
            assertThat(System.nanoTime()).isLessThan(limit);
            Thread.onSpinWait();
        }
    }

    private RecordLog open(boolean sync) throws IOException {
        return RecordLog.open(directory, options(sync), NOW);
    }

    private RecordLog.Options options(boolean sync) {
        return new RecordLog.Options(sync, FILE_BYTES, Runnable::run, damaged::addAndGet);
    }

    private static LogKey key(int number) {
        return new LogKey((long) (number & 0xFF) << 56, number, 1);
    }

    private static LogEntry entry(LogKey key, String value) {
        return new LogEntry(key, NOW, HOUR, bytes(value));
    }

    private static void append(RecordLog log, LogKey key, String value) {
        join(log.append(entry(key, value)));
    }

    private static void join(CompletionStage<Void> written) {
        written.toCompletableFuture().join();
    }

    private static String value(RecordLog log, LogKey key) throws IOException {
        LogEntry unwritten = log.unwritten(key);
        LogEntry entry = unwritten == null ? log.read(key) : unwritten;
        return entry == null || entry.isRemoval() ? null : new String(entry.value(), StandardCharsets.UTF_8);
    }

    private static void assertSame(RecordLog log, Map<LogKey, String> expected) throws IOException {
        for (int i = 0; i < 40; i++) {
            assertThat(value(log, key(i))).isEqualTo(expected.get(key(i)));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path file(int number) {
        return directory.resolve("records." + number);
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
