package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.record.Kind;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.Eventually;

/** Changes are told at the peer that a client has, wherever the record is. */
class WatchTest {
    private static final int EDGE = Kind.EDGE_REGISTRATION.id();
    private static final int CREDENTIALS = Kind.CREDENTIALS.id();

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

    /** A user whose record is in the range between two peers. */
    private static String userBetween(RingNode before, RingNode owner) {
        int number = 0;
        while (!ResourceId.ofName("user" + number + "@example.org")
                .position()
                .isBetween(before.id.position(), owner.id.position())) {
            number++;
        }
        return "user" + number + "@example.org";
    }

    private static RegistrationEvent change(String name, int kind, long generation) {
        Position id = ResourceId.ofName(name).position();
        return RegistrationEvent.newBuilder()
                .setResourceName(name)
                .setResourceId(ByteString.copyFrom(id.toBytes()))
                .setKind(kind)
                .setChange(RegistrationEvent.Change.CHANGE_WRITTEN)
                .setGeneration(generation)
                .build();
    }

    private static void twoSitesKnowEachOther(RingNode first, RingNode second) {
        Eventually.isTrue(
                "all records are where they belong",
                () -> first.ring().getSizeEstimate() == 2
                        && second.ring().getSizeEstimate() == 2
                        && first.isTakingNothingOver()
                        && second.isTakingNothingOver());
    }

    @Test
    void changesAreToldAsTheyAreCommittedAndNothingOfOthers() throws Exception {
        RingNode node = start(0x20, "a", "");
        try (WatchClient alice = new WatchClient(node.channel, "alice@example.org").resynced()) {
            node.changes.commit(change("bob@example.org", EDGE, 1));
            node.changes.commit(change("alice@example.org", EDGE, 2));
            node.changes.commit(change("alice@example.org", CREDENTIALS, 3));
            assertThat(alice.next().getChange().getGeneration()).isEqualTo(2);
            assertThat(alice.next().getChange().getKind()).isEqualTo(CREDENTIALS);
        }
        Eventually.isTrue("events are read only while somebody watches", () -> !node.changes.isRead());
    }

    @Test
    void recordOfAnotherSiteIsWatchedThroughTheRing() throws Exception {
        RingNode first = start(0x20, "a", "");
        RingNode second = start(0xA0, "b", first.address.toString());
        twoSitesKnowEachOther(first, second);
        String user = userBetween(first, second);
        try (WatchClient watch = new WatchClient(first.channel, user).resynced()) {
            assertThat(first.changes.isRead()).isFalse();
            second.changes.commit(change(user, EDGE, 5));
            assertThat(watch.next().getChange().getGeneration()).isEqualTo(5);
            second.changes.down(true);
            second.changes.down(false);
            assertThat(watch.next().getResync()).isTrue();
        }
        Eventually.isTrue("the other site is told of the end", () -> !second.changes.isRead());
    }

    @Test
    void nothingIsMissedWithoutAWordWhileKafkaIsAway() throws Exception {
        RingNode node = start(0x20, "a", "");
        try (WatchClient early = new WatchClient(node.channel, "alice@example.org").resynced()) {
            node.changes.down(true);
            node.changes.commit(change("alice@example.org", EDGE, 2));
            try (WatchClient late = new WatchClient(node.channel, "alice@example.org")) {
                Eventually.isTrue(
                        "both watch",
                        () -> node.registry
                                        .get("p2psip.routing.watches")
                                        .gauge()
                                        .value()
                                == 2);
                node.changes.down(false);
                assertThat(early.next().getResync()).isTrue();
                assertThat(late.next().getResync()).isTrue();
            }
        }
    }

    @Test
    void watchFollowsItsRecordToTheSiteThatBecomesResponsible() throws Exception {
        RingNode first = start(0x20, "a", "");
        String user = "alice@example.org";
        try (WatchClient watch = new WatchClient(first.channel, user).resynced()) {
            int here = ResourceId.ofName(user).toBytes()[0] & 0xFF;
            RingNode second = start((here + 1) % 256, "b", first.address.toString());
            Eventually.isTrue("the other site reads its events", second.changes::isRead);
            watch.resynced();
            second.changes.commit(change(user, EDGE, 8));
            assertThat(watch.next().getChange().getGeneration()).isEqualTo(8);
            second.kill();
            Eventually.isTrue("this site has it again", first.changes::isRead);
            watch.resynced();
            watch.clear();
            first.changes.commit(change(user, EDGE, 9));
            assertThat(watch.next().getChange().getGeneration()).isEqualTo(9);
        }
    }

    @Test
    void whoMayNotReadAKindMayNotWatchIt() throws Exception {
        RingNode node = start(0x20, "a", "");
        Error forbidden = Error.newBuilder()
                .setCode(ErrorCode.ERROR_CODE_FORBIDDEN)
                .setMessage("CREDENTIALS: It may be read by EDGE")
                .build();
        node.storage.refuse(operation ->
                operation.hasFetch() && operation.getFetch().getKinds(0).getKind() == CREDENTIALS ? forbidden : null);
        try (WatchClient refused = new WatchClient(node.channel, "alice@example.org", CREDENTIALS);
                WatchClient rest = new WatchClient(node.channel, "alice@example.org").resynced()) {
            assertThat(refused.refusal().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            node.changes.commit(change("alice@example.org", CREDENTIALS, 1));
            node.changes.commit(change("alice@example.org", EDGE, 2));
            assertThat(rest.next().getChange().getKind()).isEqualTo(EDGE);
        }
    }

    @Test
    void oneWatchMoreThanTheCallersLimitIsRefusedAndAnEndedOneMakesRoom() throws Exception {
        RingNode node = start(0x20, "a", "");
        try (WatchClient one = new WatchClient(node.channel, "alice@example.org").resynced();
                WatchClient two = new WatchClient(node.channel, "bob@example.org").resynced();
                WatchClient three = new WatchClient(node.channel, "carol@example.org")) {
            Status refusal = three.refusal();
            assertThat(refusal.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            assertThat(refusal.getDescription()).contains("2 watches", "watches-per-caller");
            two.end();
            Eventually.isTrue(
                    "there is room",
                    () -> node.registry.get("p2psip.routing.watches").gauge().value() == 1);
            new WatchClient(node.channel, "carol@example.org").resynced().end();
            node.changes.commit(change("alice@example.org", EDGE, 2));
            assertThat(one.next().getChange().getGeneration()).isEqualTo(2);
        }
    }

    @Test
    void whatIsNoWatchIsRefusedWithItsReason() throws Exception {
        RingNode node = start(0x20, "a", "");
        try (WatchClient noName = new WatchClient(node.channel, "");
                WatchClient gateway = new WatchClient(node.channel, "alice@example.org", Kind.GATEWAY.id())) {
            Status nothing = noName.refusal();
            assertThat(nothing.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(nothing.getDescription()).contains("neither name nor resource_id");
            Status unknown = gateway.refusal();
            assertThat(unknown.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(unknown.getDescription()).contains("0xf0000002");
        }
    }
}
