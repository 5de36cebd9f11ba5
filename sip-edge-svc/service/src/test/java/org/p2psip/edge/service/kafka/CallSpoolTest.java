package org.p2psip.edge.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallSpoolTest {
    private static final long ROOM = 1 << 20;
    private static final byte[] FIRST = bytes("first call");
    private static final byte[] SECOND = bytes("second call, longer");
    private static final int HEADER = 8;

    @TempDir
    Path directory;

    @Test
    void recordsAreThereAfterTheProcessEnded() throws IOException {
        try (CallSpool spool = open(ROOM)) {
            assertThat(spool.append(List.of(FIRST, SECOND))).isEqualTo(2);
        }
        try (CallSpool spool = open(ROOM)) {
            assertThat(spool.depth()).isEqualTo(2);
            assertThat(spool.torn()).isZero();
            List<CallSpool.Spooled> records = spool.read(0, 10);
            assertThat(records).extracting(CallSpool.Spooled::bytes).containsExactly(FIRST, SECOND);
            assertThat(spool.read(records.get(0).end(), 10))
                    .extracting(CallSpool.Spooled::bytes)
                    .containsExactly(SECOND);
        }
    }

    /** Whatever a crash left of the last record: nothing of its header, half of it, all but its last byte. */
    @ParameterizedTest
    @ValueSource(ints = {1, 4, HEADER, HEADER + 1, HEADER + 18})
    void tornLastRecordIsDroppedAndCounted(int written) throws IOException {
        fill();
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(whole, HEADER + FIRST.length + written));
        try (CallSpool spool = open(ROOM)) {
            assertThat(spool.torn()).isEqualTo(1);
            assertThat(spool.read(0, 10)).extracting(CallSpool.Spooled::bytes).containsExactly(FIRST);
            spool.append(List.of(SECOND));
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
    }

    @Test
    void recordWithAFlippedBitIsDroppedAndCounted() throws IOException {
        fill();
        byte[] damaged = Files.readAllBytes(file());
        damaged[damaged.length - 1] ^= 1;
        Files.write(file(), damaged);
        try (CallSpool spool = open(ROOM)) {
            assertThat(spool.torn()).isEqualTo(1);
            assertThat(spool.depth()).isEqualTo(1);
        }
    }

    @Test
    void fileThatIsNoSpoolIsEmptied() throws IOException {
        Files.write(file(), bytes("this was never written by an edge"));
        try (CallSpool spool = open(ROOM)) {
            assertThat(spool.depth()).isZero();
            assertThat(spool.torn()).isEqualTo(1);
        }
    }

    @Test
    void whatDoesNotFitIsNotTaken() throws IOException {
        try (CallSpool spool = open(2L * HEADER + FIRST.length + SECOND.length - 1)) {
            assertThat(spool.append(List.of(FIRST, SECOND))).isEqualTo(1);
            assertThat(spool.append(List.of(SECOND))).isZero();
            assertThat(spool.depth()).isEqualTo(1);
        }
    }

    @Test
    void roomIsFreeAgainOnceAllIsSent() throws IOException {
        try (CallSpool spool = open(HEADER + SECOND.length)) {
            spool.append(List.of(SECOND));
            spool.clear();
            assertThat(spool.depth()).isZero();
            assertThat(spool.append(List.of(SECOND))).isEqualTo(1);
            assertThat(spool.read(0, 1).get(0).bytes()).isEqualTo(SECOND);
        }
    }

    private void fill() throws IOException {
        try (CallSpool spool = open(ROOM)) {
            spool.append(List.of(FIRST, SECOND));
        }
    }

    private CallSpool open(long maxBytes) throws IOException {
        return CallSpool.open(file(), maxBytes);
    }

    private Path file() {
        return directory.resolve("calls.spool");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
