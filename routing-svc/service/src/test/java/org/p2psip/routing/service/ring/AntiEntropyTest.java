package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.KindWrite;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.Requests;

/** Stores of two sites that have come apart behind the peers' back become the same again. */
class AntiEntropyTest {
    private static final int RECORDS = 400;
    private static final long LATER_MS = 3_600_000;

    private TwoSites sites;
    private RingNode first;
    private RingNode second;

    @BeforeEach
    void start() throws IOException {
        sites = new TwoSites();
        first = sites.first();
        second = sites.second();
        for (int i = 0; i < RECORDS; i++) {
            first.overlay().put(Requests.put(user(i), Requests.entry("k", "v" + i)));
        }
        Eventually.isTrue("each record has its replica", () -> contents(first).equals(contents(second)));
    }

    @AfterEach
    void stop() {
        sites.close();
    }

    private static String user(int number) {
        return "user" + number + "@example.org";
    }

    /** All that a store has, removals too, in an order that does not depend on how it came there. */
    private static List<String> contents(RingNode node) {
        return node
                .storage
                .scan(ScanRequest.newBuilder().setWithTombstones(true).build())
                .stream()
                .map(scanned -> scanned.getResource().getResourceId().toStringUtf8() + " "
                        + scanned.getKinds(0).getEntriesList().stream()
                                .map(entry -> entry.getStorageTimeMs()
                                        + entry.getValue().toStringUtf8()
                                        + entry.getExists())
                                .toList())
                .sorted()
                .toList();
    }

    private void compare() {
        for (RingNode node : sites.nodes()) {
            node.antiEntropy.compareNow().orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    private static double count(RingNode node, String name, String result) {
        return node.registry.get(name).tag("result", result).counter().count();
    }

    private double compared(String result) {
        return count(first, "p2psip.ring.compare.ranges", result) + count(second, "p2psip.ring.compare.ranges", result);
    }

    private double bytes() {
        return sites.nodes().stream()
                .mapToDouble(node ->
                        node.registry.get("p2psip.ring.compare.bytes").counter().count())
                .sum();
    }

    /** Changes one store and tells nobody. */
    private static void storeBehindTheBack(RingNode node, int number, String value, boolean exists) {
        Position id = ResourceId.ofName(user(number)).position();
        node.storage.store(StoreRequest.newBuilder()
                .setResource(Resource.newBuilder().setResourceId(ByteString.copyFrom(id.toBytes())))
                .setReplicaNumber(1)
                .addKinds(KindWrite.newBuilder()
                        .setKind(Requests.REGISTRATION)
                        .setGeneration(9)
                        .addEntries(StoredEntry.newBuilder()
                                .setDictionaryKey(ByteString.copyFromUtf8("k"))
                                .setExists(exists)
                                .setValue(ByteString.copyFromUtf8(value))
                                .setLifetimeS(7_200)
                                .setStorageTimeMs(System.currentTimeMillis() + LATER_MS)))
                .build());
    }

    @Test
    void storesThatAreTheSameTellEachOtherSixtyBytes() {
        compare();
        assertThat(compared("equal")).isEqualTo(2);
        assertThat(compared("differing")).isZero();
        assertThat(bytes()).as("for both ranges").isLessThan(2 * 64);
    }

    @Test
    void siteThatLostItsDiskHasAllRecordsAgain() {
        List<String> before = contents(first);
        second.storage.erase();
        compare();
        assertThat(contents(second)).isEqualTo(before);
        assertThat(contents(first)).isEqualTo(before);
        assertThat(first.registry.get("p2psip.ring.copies.missing").gauge().value())
                .as("the responsible site missed its copies at the other")
                .isPositive();
        compare();
        assertThat(first.registry.get("p2psip.ring.copies.missing").gauge().value())
                .isZero();
    }

    @Test
    void missedRemovalIsRepairedAndWhatWasRemovedStaysSo() {
        for (int i = 0; i < 20; i++) {
            storeBehindTheBack(i % 2 == 0 ? first : second, i, "", false);
        }
        compare();
        assertThat(contents(first)).isEqualTo(contents(second));
        assertThat(contents(first))
                .filteredOn(record -> record.contains("false"))
                .hasSize(20);
        assertThat(first.overlay().get(Requests.get(user(0))).getKinds(0).getEntriesCount())
                .isZero();
        assertThat(first.overlay().get(Requests.get(user(1))).getKinds(0).getEntriesCount())
                .isZero();
    }

    @Test
    void ofEachValueTheNewerOneStaysWhicheverSideHasIt() {
        storeBehindTheBack(first, 1, "newer at the first", true);
        storeBehindTheBack(second, 2, "newer at the second", true);
        storeBehindTheBack(second, 3, "newer at the second", true);
        compare();
        assertThat(contents(first)).isEqualTo(contents(second));
        assertThat(contents(first))
                .filteredOn(record -> record.contains("newer"))
                .hasSize(3);
    }

    @Test
    void oneRecordThatDiffersMovesFewOthers() {
        storeBehindTheBack(second, 7, "newer", true);
        compare();
        assertThat(contents(first)).isEqualTo(contents(second));
        double moved = sites.nodes().stream()
                .mapToDouble(node -> count(node, "p2psip.ring.repaired.resources", "taken")
                        + count(node, "p2psip.ring.repaired.resources", "brought"))
                .sum();
        assertThat(moved).isBetween(2.0, 10.0);
        assertThat(bytes()).isLessThan(10_000);
    }

    @Test
    void otherSiteThatCannotBeReachedIsCountedAndLeftForTheNextRound() {
        second.storage.close();
        first.antiEntropy.compareNow().orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(count(first, "p2psip.ring.compare.ranges", "failed")).isEqualTo(1);
    }
}
