package org.p2psip.storage.service.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.service.config.Settings.Durability;
import org.p2psip.storage.service.config.StartRefused;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.WriteResult;
import org.rocksdb.RocksDBException;

class RecordStoreTest {
    @TempDir
    Path data;

    @ParameterizedTest
    @EnumSource
    void recordsSurviveARestart(Durability durability) throws IOException {
        int records = 500;
        try (RecordCache cache = Stores.open(data, durability, Clock.systemUTC())) {
            for (int i = 0; i < records; i++) {
                Stores.write(cache.store(), "user" + i, Stores.registration("user" + i, "v" + i, 1, 3600));
            }
            Stores.write(cache.store(), "user0", Stores.removal("user0", 2));
        }
        try (RecordCache cache = Stores.open(data, durability, Clock.systemUTC())) {
            for (int i = 1; i < records; i++) {
                assertThat(Stores.read(cache.store(), "user" + i).orElseThrow().values())
                        .singleElement()
                        .satisfies(value -> assertThat(value.exists()).isTrue());
            }
            WriteResult old = Stores.write(cache.store(), "user0", Stores.registration("user0", "v0", 1, 3600));
            assertThat(old).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(refused.code())
                    .isEqualTo(RefusalCode.ORDER_TOO_OLD));
        }
    }

    @Test
    void recordsThatDoNotFitIntoMemoryAreReadFromTheDisk() throws IOException {
        String large = "x".repeat(8000);
        int records = 2000;
        try (RecordCache cache = Stores.open(data)) {
            List<CompletableFuture<WriteResult>> writes = IntStream.range(0, records)
                    .mapToObj(i -> cache.store()
                            .write(ResourceId.of("user" + i), Stores.registration("user" + i, large + i, 1, 3600))
                            .toCompletableFuture())
                    .toList();
            assertThat(writes).allMatch(write -> write.join() instanceof WriteResult.Accepted);

            for (int i = 0; i < records; i++) {
                assertThat(Stores.read(cache.store(), "user" + i).orElseThrow().values())
                        .first()
                        .satisfies(value -> assertThat(value.value().length()).isGreaterThan(8000));
            }
        }
    }

    @Test
    void concurrentWritesOfOneRecordAreDecidedOneAfterTheOther() throws IOException {
        try (RecordCache cache = Stores.open(data)) {
            List<CompletableFuture<WriteResult>> writes = IntStream.rangeClosed(1, 200)
                    .mapToObj(i -> cache.store()
                            .write(ResourceId.of("alice"), Stores.registration("alice", "v" + i, i, 3600))
                            .toCompletableFuture())
                    .toList();
            writes.forEach(CompletableFuture::join);

            assertThat(Stores.read(cache.store(), "alice").orElseThrow().values())
                    .singleElement()
                    .satisfies(value -> assertThat(value.order().sequence()).isEqualTo(200));
        }
    }

    @Test
    void keysAreFoundByTheSegmentOfTheRing() throws IOException {
        try (RecordCache cache = Stores.open(data)) {
            Stores.write(cache.store(), "alice", Stores.registration("alice", "v", 1, 3600));
            ResourceId alice = ResourceId.of("alice");
            int segment = RingPartitioner.segmentOf(alice);

            assertThat(cache.store().keysOf(segment))
                    .extracting(RecordKey::resource)
                    .containsExactly(alice);
            assertThat(cache.store().keysOf((segment + 1) % RingPartitioner.SEGMENTS))
                    .isEmpty();
        }
    }

    @Test
    void segmentsOfARangeMayWrapAroundZero() {
        assertThat(RecordStore.segmentsOf(id(254), id(1))).containsExactly(254, 255, 0, 1);
        assertThat(RecordStore.segmentsOf(id(3), id(3))).containsExactly(3);
        assertThat(RecordStore.segmentsOf(ResourceId.FIRST, ResourceId.LAST)).hasSize(256);
        byte[] later = id(3).octets().toByteArray();
        later[15] = 9;
        assertThat(RecordStore.segmentsOf(new ResourceId(Octets.wrap(later)), id(3)))
                .as("from within a segment around the ring into it again")
                .hasSize(256)
                .startsWith(3, 4);
    }

    @Test
    void twoProcessesDoNotShareADirectory() throws IOException {
        try (RecordCache first = Stores.open(data)) {
            assertThat(first.isRunning()).isTrue();
            assertThatThrownBy(() -> Stores.open(data))
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("p2psip.data")
                    .hasMessageContaining("another process");
        }
    }

    @Test
    void aDiskThatTakesNoRecordsIsToldUntilItDoesAgain() throws IOException {
        Path records = data.resolve("records");
        Path away = data.resolve("away");
        String large = "x".repeat(8000);
        try (RecordCache cache = Stores.open(data)) {
            assertThat(cache.takesWrites()).isTrue();
            Files.move(records, away);
            // Until the write buffer is full and a file has to be made
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 5000; i++) {
                            Stores.write(cache.store(), "user" + i, Stores.registration("user" + i, large, 1, 3600));
                        }
                    })
                    .hasRootCauseInstanceOf(RocksDBException.class);
            assertThat(cache.takesWrites()).isFalse();

            Files.move(away, records);
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (!cache.takesWrites()) {
                assertThat(System.nanoTime() - limit).isNegative();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            assertThat(Stores.write(cache.store(), "alice", Stores.registration("alice", "v", 1, 3600)))
                    .isInstanceOf(WriteResult.Accepted.class);
            assertThat(Stores.read(cache.store(), "user0")).isPresent();
        }
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsRefused() throws IOException {
        Path file = Files.writeString(data.resolve("file"), "not a directory");

        assertThatThrownBy(() -> Stores.open(file))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("must be a directory that can be written");
    }

    private static ResourceId id(int firstByte) {
        byte[] bytes = new byte[ResourceId.LENGTH];
        bytes[0] = (byte) firstByte;
        return new ResourceId(Octets.wrap(bytes));
    }
}
