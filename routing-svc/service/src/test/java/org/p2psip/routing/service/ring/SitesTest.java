package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.Requests;

/** What becomes of records when a range passes from site to site, and when a site is gone. */
class SitesTest {
    private static final int RECORDS = 300;

    private final List<RingNode> nodes = new ArrayList<>();

    private RingNode start(int place, String site, String join) throws IOException {
        RingNode node = new RingNode(place, site, join, null, PeerConfig.defaults());
        nodes.add(node);
        return node.joined();
    }

    @AfterEach
    void stop() {
        nodes.forEach(RingNode::close);
    }

    private static String user(int number) {
        return "user" + number + "@example.org";
    }

    private static void put(RingNode node, int number, String value) {
        node.overlay().put(Requests.put(user(number), Requests.entry("k", value)));
    }

    private static String get(RingNode node, int number) {
        GetResponse response = node.overlay().get(Requests.get(user(number)));
        return response.getKinds(0).getEntriesCount() == 0
                ? ""
                : response.getKinds(0).getEntries(0).getValue().toStringUtf8();
    }

    private static void putAll(RingNode node, String value) {
        for (int i = 0; i < RECORDS; i++) {
            put(node, i, value);
        }
    }

    private static void assertAll(RingNode node, String value) {
        for (int i = 0; i < RECORDS; i++) {
            assertThat(get(node, i)).as(user(i)).isEqualTo(value);
        }
    }

    private static double count(RingNode node, String counter, String result) {
        return node.registry.get(counter).tags("result", result).counter().count();
    }

    /** Resources in a node's own store. */
    private static int stored(RingNode node) {
        return node.storage.scan(ScanRequest.getDefaultInstance()).size();
    }

    private static void awaitTakenOver(RingNode node) {
        Eventually.isTrue(
                "the range is taken over",
                () -> node.registry.get("p2psip.ring.take.over.pending").gauge().value() == 0
                        && count(node, "p2psip.ring.take.over.resources", "brought") > 0);
    }

    private static boolean isInRange(int number, RingNode before, RingNode owner) {
        Position key = ResourceId.ofName(user(number)).position();
        return key.isBetween(before.id.position(), owner.id.position());
    }

    @Test
    void siteThatJoinsTakesItsRangeOverAndNoReadMissesMeanwhile() throws IOException {
        RingNode old = start(0x20, "a", "");
        putAll(old, "v");
        RingNode joined = start(0xA0, "b", old.address.toString());
        assertAll(joined, "v");
        awaitTakenOver(joined);
        assertAll(joined, "v");
        assertAll(old, "v");
        long inRange = java.util.stream.IntStream.range(0, RECORDS)
                .filter(i -> isInRange(i, old, joined))
                .count();
        assertThat(count(joined, "p2psip.ring.take.over.resources", "brought")).isEqualTo(inRange);
        long before = old.storage.operations();
        for (int i = 0; i < RECORDS; i++) {
            if (isInRange(i, old, joined)) {
                get(joined, i);
            }
        }
        assertThat(old.storage.operations())
                .as("the old site is not asked any more")
                .isEqualTo(before);
    }

    @Test
    void oldSiteServesUntilTheNewOneHasTheRangeAndLateWritesAreBroughtToo() throws IOException {
        RingNode old = start(0x20, "a", "");
        putAll(old, "v");
        old.storage.holdScans(true);
        RingNode joined = start(0xA0, "b", old.address.toString());
        Eventually.isTrue("the transfer has begun", () -> old.storage.scans() > 0);
        assertAll(joined, "v");
        putAll(joined, "late");
        assertAll(joined, "late");
        assertAll(old, "late");
        assertThat(joined.registry.get("p2psip.ring.take.over.pending").gauge().value())
                .isEqualTo(1);
        old.storage.holdScans(false);
        awaitTakenOver(joined);
        assertAll(joined, "late");
        assertAll(old, "late");
    }

    @Test
    void brokenTransferIsTakenUpAgainWhereItStopped() throws IOException {
        RingNode old = start(0x20, "a", "");
        putAll(old, "v");
        old.storage.holdScans(true);
        RingNode joined = start(0xA0, "b", old.address.toString());
        Eventually.isTrue("the transfer has begun", () -> old.storage.scans() > 0);
        old.storage.breakScans(2);
        old.storage.holdScans(false);
        awaitTakenOver(joined);
        assertThat(joined.registry
                        .get("p2psip.ring.take.over.retries")
                        .counter()
                        .count())
                .isGreaterThanOrEqualTo(2);
        assertAll(joined, "v");
    }

    @Test
    void siteThatLeavesInOrderHandsAllItsRecordsOver() throws IOException {
        RingNode old = start(0x20, "a", "");
        putAll(old, "v");
        RingNode other = start(0xA0, "b", old.address.toString());
        awaitTakenOver(other);
        old.storage.holdScans(true);
        CompletableFuture<Void> left = CompletableFuture.runAsync(old::leave);
        Eventually.isTrue(
                "it is out of the ring", () -> other.ring().getSizeEstimate() == 1 && !other.isTakingNothingOver());
        int late = own(other, old);
        assertThatThrownBy(() -> get(other, late))
                .as("a record that is not here yet is not said to be none")
                .hasMessageContaining("is being handed over");
        old.storage.holdScans(false);
        left.join();
        awaitTakenOver(other);
        assertAll(other, "v");
    }

    @Test
    void recordsThatWereThereBeforeASiteJoinedGetTheirReplicaAtIt() throws IOException {
        RingNode old = start(0x20, "a", "");
        putAll(old, "v");
        RingNode joined = start(0xA0, "b", old.address.toString());
        awaitTakenOver(joined);
        Eventually.isTrue("each record is at both sites", () -> stored(joined) == RECORDS);
        old.kill();
        Eventually.isTrue(
                "the other site has the whole ring", () -> joined.ring().getSizeEstimate() == 1);
        awaitTakenOver(joined);
        assertAll(joined, "v");
    }

    @Test
    void recordsOfASiteThatIsGoneAreReadFromTheirReplicasWithinFiveSeconds() throws IOException {
        RingNode first = start(0x20, "a", "");
        RingNode second = start(0x75, "b", first.address.toString());
        RingNode third = start(0xCA, "c", first.address.toString());
        Eventually.isTrue("all know all", () -> nodes.stream()
                .allMatch(node -> node.ring().getSuccessorsCount() == 2));
        putAll(first, "v");
        Eventually.isTrue(
                "each record has its two replicas", () -> nodes.stream().allMatch(node -> stored(node) == RECORDS));
        second.kill();
        long killed = System.nanoTime();
        Eventually.isTrue("its range is served again", () -> {
            try {
                return third.ring().getRangeFirst().equals(after(first.id))
                        && get(third, own(first, second)).equals("v");
            } catch (StatusRuntimeException notYet) {
                return false;
            }
        });
        assertThat(System.nanoTime() - killed).isLessThan(5_000_000_000L);
        assertAll(third, "v");
        assertAll(first, "v");
    }

    /** A user in the range between two peers. */
    private static int own(RingNode before, RingNode owner) {
        int number = 0;
        while (!isInRange(number, before, owner)) {
            number++;
        }
        return number;
    }

    private static ByteString after(NodeId id) {
        return ByteString.copyFrom(id.position().next().toBytes());
    }
}
