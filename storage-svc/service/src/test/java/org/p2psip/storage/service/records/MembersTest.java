package org.p2psip.storage.service.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.WriteResult;

/** Two members of one cluster, with two copies of each record. */
class MembersTest {
    private static final int RECORDS = 200;

    @TempDir
    Path data;

    private RecordCache first;
    private RecordCache second;

    @BeforeEach
    void start() throws IOException {
        List<InetSocketAddress> members = List.of(freeAddress(), freeAddress());
        first = open("first", members, 0);
        second = open("second", members, 1);
        awaitBoth();
    }

    /** A member that was slow to answer is found again by a merge. */
    private void awaitBoth() {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!(first.members() == 2 && second.members() == 2 && first.isAvailable() && second.isAvailable())) {
            assertThat(System.nanoTime() - limit).as("time to find each other").isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    @AfterEach
    void stop() throws IOException {
        for (RecordCache member : List.of(first, second)) {
            if (member.isRunning()) {
                member.close();
            }
        }
    }

    @Test
    void whatOneMemberTookTheOtherHasWhenItIsGone() throws IOException {
        for (int i = 0; i < RECORDS; i++) {
            assertThat(Stores.write(first.store(), "user" + i, Stores.registration("user" + i, "v" + i, 1, 3600)))
                    .isInstanceOf(WriteResult.Accepted.class);
        }
        first.close();
        for (int i = 0; i < RECORDS; i++) {
            String value = "v" + i;
            assertThat(Stores.read(second.store(), "user" + i).orElseThrow().values())
                    .singleElement()
                    .satisfies(stored -> assertThat(stored.value()).isEqualTo(Stores.octets(value)));
        }
    }

    @Test
    void writesOfOneRecordThroughBothAreDecidedOneAfterTheOther() {
        List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
        for (int i = 1; i <= RECORDS; i++) {
            RecordStore store = i % 2 == 0 ? first.store() : second.store();
            writes.add(store.write(ResourceId.of("alice"), Stores.registration("alice", "v" + i, i, 3600))
                    .toCompletableFuture());
        }
        long latest = 0;
        for (int i = 1; i <= RECORDS; i++) {
            if (writes.get(i - 1).join() instanceof WriteResult.Accepted) {
                latest = i;
            }
        }
        long stored = latest;
        assertThat(stored).isPositive();
        for (RecordStore store : List.of(first.store(), second.store())) {
            assertThat(Stores.read(store, "alice").orElseThrow().values())
                    .singleElement()
                    .satisfies(value -> assertThat(value.order().sequence()).isEqualTo(stored));
        }
    }

    @Test
    void refusalComesBackFromTheOwner() {
        for (RecordStore store : List.of(first.store(), second.store())) {
            for (int i = 0; i < 20; i++) {
                Stores.write(store, "user" + i, Stores.registration("user" + i, "new", 9, 3600));
                assertThat(Stores.write(store, "user" + i, Stores.registration("user" + i, "old", 8, 3600)))
                        .isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(refused.code())
                                .isEqualTo(RefusalCode.ORDER_TOO_OLD));
            }
        }
    }

    private RecordCache open(String name, List<InetSocketAddress> members, int own) {
        return Stores.open(
                data.resolve(name),
                Settings.Durability.MEMORY,
                Clock.systemUTC(),
                Optional.of(new Settings.Cluster(members.get(own), members, 2)));
    }

    /** With a port that the kernel takes for no outgoing connection: one could take it before the member does. */
    private static InetSocketAddress freeAddress() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(12_000, 31_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return new InetSocketAddress(socket.getInetAddress(), port);
            } catch (BindException taken) {
                continue;
            }
        }
    }
}
