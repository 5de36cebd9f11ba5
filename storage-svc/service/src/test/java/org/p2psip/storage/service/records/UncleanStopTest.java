package org.p2psip.storage.service.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.service.config.StartRefused;

/** kill -9 at any time loses nothing that was accepted, and the next start succeeds. */
class UncleanStopTest {
    private static final int ROUNDS = 4;
    private static final int ACCEPTED_PER_ROUND = 3000;

    @TempDir
    Path data;

    @Test
    @Timeout(180)
    void killedProcessLosesNoAcceptedWrite() throws Exception {
        Map<String, Long> accepted = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            long first = 1
                    + accepted.values().stream()
                            .mapToLong(Long::longValue)
                            .max()
                            .orElse(0)
                    + 1000;
            writeUntilKilled(first, accepted);

            try (RecordCache cache = Stores.open(data)) {
                for (Map.Entry<String, Long> write : accepted.entrySet()) {
                    StoredKind stored =
                            Stores.read(cache.store(), write.getKey()).orElseThrow();
                    assertThat(stored.values().getFirst().order().sequence())
                            .as("stored sequence of %s in round %d", write.getKey(), round)
                            .isGreaterThanOrEqualTo(write.getValue());
                }
            }
        }
        assertThat(accepted).hasSize(EndlessWriter.NAMES);
    }

    @Test
    void anOverwriteThatWasCutShortLeavesTheValueBeforeIt() throws IOException {
        long answered;
        try (RecordCache cache = Stores.open(data)) {
            Stores.write(cache.store(), "alice", Stores.registration("alice", "v1", 1, 3600));
            answered = Files.size(writeAheadLog());
            Stores.write(cache.store(), "alice", Stores.registration("alice", "v2", 2, 3600));
        }
        byte[] log = Files.readAllBytes(writeAheadLog());
        assertThat(log.length).isGreaterThan((int) answered + 40);
        Files.write(writeAheadLog(), java.util.Arrays.copyOf(log, log.length - 40));

        try (RecordCache cache = Stores.open(data)) {
            assertThat(Stores.read(cache.store(), "alice")).hasValueSatisfying(kind -> assertThat(kind.values())
                    .singleElement()
                    .satisfies(value -> assertThat(value.value()).isEqualTo(Stores.octets("v1"))));
        }
    }

    @Test
    void aDamagedWriteAheadLogIsRefusedWithWhatToDo() throws IOException {
        try (RecordCache cache = Stores.open(data)) {
            Stores.write(cache.store(), "alice", Stores.registration("alice", "v1", 1, 3600));
            Stores.write(cache.store(), "bob", Stores.registration("bob", "v1", 1, 3600));
        }
        byte[] log = Files.readAllBytes(writeAheadLog());
        log[60] ^= 1;
        Files.write(writeAheadLog(), log);

        assertThatThrownBy(() -> Stores.open(data))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("p2psip.data is \"" + data)
                .hasMessageContaining("damaged")
                .hasMessageContaining("p2psip.storage.damaged-wal");
    }

    @Test
    void recordsOfAnEarlierReleaseAreRefused() throws IOException {
        Files.createDirectories(data.resolve("infinispan"));

        assertThatThrownBy(() -> Stores.open(data))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining(data.resolve("infinispan").toString())
                .hasMessageContaining("move them away");
    }

    @Test
    void aStoreStoppedInOrderIsFoundAgain() throws IOException {
        try (RecordCache cache = Stores.open(data)) {
            Stores.write(cache.store(), "alice", Stores.registration("alice", "v1", 1, 3600));
        }
        try (RecordCache cache = Stores.open(data)) {
            assertThat(Stores.read(cache.store(), "alice")).isPresent();
        }
    }

    private void writeUntilKilled(long first, Map<String, Long> accepted) throws Exception {
        Process writer = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        EndlessWriter.class.getName(),
                        data.toString(),
                        Long.toString(first))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = writer.inputReader()) {
            int count = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Lines after the kill may be cut short: they are not counted.
                String[] write = line.split(" ");
                if (write.length == 2 && count < ACCEPTED_PER_ROUND) {
                    accepted.merge(write[0], Long.parseLong(write[1]), Math::max);
                }
                if (++count == ACCEPTED_PER_ROUND) {
                    writer.toHandle().destroyForcibly();
                }
            }
            assertThat(count).as("accepted writes before the kill").isGreaterThanOrEqualTo(ACCEPTED_PER_ROUND);
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private Path writeAheadLog() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("records"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }
}
