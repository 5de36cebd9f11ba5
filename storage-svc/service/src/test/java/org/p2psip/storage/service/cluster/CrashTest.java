package org.p2psip.storage.service.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 of members that are processes: nothing that was answered is lost, nothing that was removed comes back. */
@Timeout(300)
class CrashTest {
    private static final int NAMES = 300;
    private static final int IN_FLIGHT = 32;

    @TempDir
    Path data;

    private final List<Integer> ports = new ArrayList<>();
    private final MemberProcess[] members = new MemberProcess[3];

    @BeforeEach
    void choosePorts() throws IOException {
        while (ports.size() < members.length) {
            ports.add(Members.freeAddress().getPort());
        }
    }

    @AfterEach
    void killAll() throws InterruptedException {
        for (MemberProcess member : members) {
            if (member != null) {
                member.kill();
            }
        }
    }

    @Test
    void aMemberKilledUnderLoadLosesNothingThatWasAnswered() throws Exception {
        startAll("MEMORY");
        Map<String, Long> answered = new ConcurrentHashMap<>();
        load(1, answered, 1, 2);
        CompletableFuture<Void> loading = CompletableFuture.runAsync(() -> {
            for (long round = 2; round <= 12; round++) {
                load(round, answered, 1, 2);
            }
        });
        Members.await("some of the load", () -> answered.containsValue(3L));
        members[0].kill();
        loading.join();

        assertThat(answered).hasSize(NAMES).containsValue(12L);
        assertAtLeast(answered, 1);
        start(0, "MEMORY");
        members[0].awaitServing(3);
        assertAtLeast(answered, 0);
        members[1].kill();
        assertAtLeast(answered, 2);
    }

    @Test
    void allMembersKilledAtOnceLoseNothingThatWasOnTheirDisks() throws Exception {
        startAll("DISK");
        Map<String, Long> answered = new ConcurrentHashMap<>();
        for (long round = 1; round <= 3; round++) {
            load(round, answered, 0, 1);
        }
        for (MemberProcess member : members) {
            member.kill();
        }
        startAll("DISK");

        assertThat(answered).hasSize(NAMES);
        assertAtLeast(answered, 2);
    }

    @Test
    void aMemberWithAnOldStoreNeitherServesAloneNorBringsBackWhatWasRemoved() throws Exception {
        startAll("DISK");
        Map<String, Long> answered = new ConcurrentHashMap<>();
        load(1, answered, 0, 1);
        members[0].kill();
        members[1].awaitServing(2);
        Map<String, String> expected = new HashMap<>();
        for (int i = 0; i < NAMES; i++) {
            boolean removed = i % 3 == 0;
            assertThat(members[1].answer((removed ? "remove" : "put") + " user" + i + " 2"))
                    .isEqualTo("ok");
            expected.put("user" + i, removed ? "none" : "v2");
        }
        members[1].kill();
        members[2].kill();

        start(0, "DISK");
        assertThat(members[0].answer("get user1")).startsWith("no ").contains("1 of 3 members");
        assertThat(members[0].answer("put user1 9")).startsWith("no ").contains("2 are needed to start");
        start(1, "DISK");
        members[0].awaitServing(2);
        members[1].awaitServing(2);
        assertReads(expected, 0);
        start(2, "DISK");
        members[2].awaitServing(3);
        assertReads(expected, 2);
        assertReads(expected, 1);
    }

    @Test
    void allMembersRestartedOneAfterTheOtherServeAllTheWhile() throws Exception {
        startAll("MEMORY");
        Map<String, Long> answered = new ConcurrentHashMap<>();
        load(1, answered, 0, 1);
        for (int i = 0; i < members.length; i++) {
            members[i].stop();
            load(i + 2, answered, (i + 1) % 3, (i + 2) % 3);
            assertThat(answered).hasSize(NAMES).containsOnlyKeys(names()).containsValue(i + 2L);
            start(i, "MEMORY");
            for (MemberProcess member : members) {
                member.awaitServing(3);
            }
            assertAtLeast(answered, i);
        }
        assertThat(answered.values()).containsOnly(4L);
    }

    private static List<String> names() {
        return IntStream.range(0, NAMES).mapToObj(i -> "user" + i).toList();
    }

    private void startAll(String durability) throws IOException {
        for (int i = 0; i < members.length; i++) {
            start(i, durability);
        }
        for (MemberProcess member : members) {
            member.awaitServing(3);
        }
    }

    private void start(int i, String durability) throws IOException {
        members[i] = MemberProcess.start(data.resolve("member" + i), durability, i, ports);
    }

    /** Writes each name once, through two members, and remembers what was answered. */
    private void load(long sequence, Map<String, Long> answered, int... through) {
        Semaphore free = new Semaphore(IN_FLIGHT);
        for (int i = 0; i < NAMES; i++) {
            String name = "user" + i;
            free.acquireUninterruptibly();
            members[through[i % through.length]]
                    .ask("put " + name + " " + sequence)
                    .thenAccept(answer -> {
                        if (answer.equals("ok")) {
                            answered.merge(name, sequence, Math::max);
                        }
                        free.release();
                    });
        }
        free.acquireUninterruptibly(IN_FLIGHT);
    }

    /** What was not answered may be there too. */
    private void assertAtLeast(Map<String, Long> answered, int member) {
        answered.forEach((name, sequence) -> {
            String[] value = {"no"};
            Members.await(
                    "a read of " + name, () -> !(value[0] = members[member].answer("get " + name)).startsWith("no "));
            assertThat(value[0]).as("value of %s", name).startsWith("v");
            assertThat(Long.parseLong(value[0].substring(1)))
                    .as("value of %s", name)
                    .isGreaterThanOrEqualTo(sequence);
        });
    }

    private void assertReads(Map<String, String> expected, int member) {
        Map<String, String> read = new HashMap<>();
        expected.keySet().forEach(name -> read.put(name, members[member].answer("get " + name)));
        assertThat(read).isEqualTo(expected);
    }
}
