package org.p2psip.storage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.storage.ResourceId;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.storage.service.records.Stores;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.WriteResult;

/** Three members of one cluster, with two copies of each record. */
@Timeout(180)
class MembersTest {
    private static final int RECORDS = 200;

    @TempDir
    Path data;

    private Members members;

    @BeforeEach
    void start() throws IOException {
        members = Members.serving(data, 3);
    }

    @AfterEach
    void stop() {
        members.close();
    }

    @Test
    void whatOneMemberTookTheOthersHaveWhenItLeaves() {
        write(members.store(0), 1);
        members.stop(0);

        assertHave(members.store(1), 1);
        assertHave(members.store(2), 1);
        members.awaitServing();
        write(members.store(1), 2);
    }

    @Test
    void aMemberThatComesBackGetsWhatWasWrittenMeanwhileAndItsOldStoreDoesNotWin() {
        write(members.store(0), 1);
        members.stop(0);
        for (int i = 0; i < RECORDS; i += 2) {
            accept(members.store(1), Stores.removal("user" + i, 2), "user" + i);
        }
        members.start(0);
        members.awaitServing();
        members.stop(1);

        for (int i = 0; i < RECORDS; i++) {
            assertThat(Stores.read(members.store(0), "user" + i).orElseThrow().countLive(System.currentTimeMillis()))
                    .as("contacts of user%d", i)
                    .isEqualTo(i % 2);
        }
    }

    @Test
    void writesOfOneRecordThroughAllAreDecidedOneAfterTheOther() {
        List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
        for (int i = 1; i <= RECORDS; i++) {
            writes.add(members.store(i % 3)
                    .write(ResourceId.of("alice"), Stores.registration("alice", "v" + i, i, 3600))
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
        for (ClusterMember member : members.all()) {
            assertThat(Stores.read(member.store(), "alice").orElseThrow().values())
                    .singleElement()
                    .satisfies(value -> assertThat(value.order().sequence()).isEqualTo(stored));
        }
    }

    @Test
    void refusalComesBackFromTheOwner() {
        for (ClusterMember member : members.all()) {
            for (int i = 0; i < 20; i++) {
                Stores.write(member.store(), "user" + i, Stores.registration("user" + i, "new", 9, 3600));
                assertThat(Stores.write(member.store(), "user" + i, Stores.registration("user" + i, "old", 8, 3600)))
                        .isInstanceOfSatisfying(WriteResult.Refused.class, refused -> assertThat(refused.code())
                                .isEqualTo(RefusalCode.ORDER_TOO_OLD));
            }
        }
    }

    @Test
    void anyMemberKnowsTheKeysOfAll() {
        write(members.store(0), 1);

        for (ClusterMember member : members.all()) {
            int keys = 0;
            for (int segment = 0; segment < 256; segment++) {
                keys += member.store().keysOf(segment).size();
            }
            assertThat(keys).isEqualTo(RECORDS);
        }
    }

    private static void write(RecordStore store, long sequence) {
        for (int i = 0; i < RECORDS; i++) {
            accept(store, Stores.registration("user" + i, "v" + sequence, sequence, 3600), "user" + i);
        }
    }

    private static void accept(RecordStore store, KindWrite write, String name) {
        assertThat(Stores.write(store, name, write)).isInstanceOf(WriteResult.Accepted.class);
    }

    private static void assertHave(RecordStore store, long sequence) {
        for (int i = 0; i < RECORDS; i++) {
            assertThat(Stores.read(store, "user" + i).orElseThrow().values())
                    .singleElement()
                    .satisfies(stored -> assertThat(stored.value()).isEqualTo(Stores.octets("v" + sequence)));
        }
    }
}
