package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.ScanRequest;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.Requests;

/** A peer whose listener nobody reaches, as behind a NAT: it is served over the streams that it opened. */
class DialOnlyTest {
    private static final int RECORDS = 60;

    private final List<RingNode> nodes = new ArrayList<>();
    private RingNode first;
    private RingNode hidden;
    private RingNode third;

    @BeforeEach
    void start() throws IOException {
        first = started(RingNode.of(0x20, "a", "", PeerConfig.defaults()));
        hidden = started(RingNode.dialOnly(0x80, "b", first.address.toString(), PeerConfig.defaults()));
        third = started(RingNode.of(0xD0, "c", first.address.toString(), PeerConfig.defaults()));
        Eventually.isTrue(
                "each knows both others",
                () -> first.ring().getSuccessorsCount() == 2
                        && third.ring().getSuccessorsCount() == 2
                        && nodes.stream().allMatch(RingNode::isTakingNothingOver));
    }

    private RingNode started(RingNode node) {
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

    private boolean isOfHidden(int number) {
        return ResourceId.ofName(user(number)).position().isBetween(first.id.position(), hidden.id.position());
    }

    private static String get(RingNode at, int number) {
        return at.overlay()
                .get(Requests.get(user(number)))
                .getKinds(0)
                .getEntries(0)
                .getValue()
                .toStringUtf8();
    }

    @Test
    void keysOfItsSiteAreWrittenThereAndFoundByOthers() {
        assertThatThrownBy(() -> new Socket(hidden.address.host(), hidden.address.port()).close())
                .isInstanceOf(ConnectException.class);
        long ofHidden = 0;
        for (int i = 0; i < RECORDS; i++) {
            (i % 2 == 0 ? first : third).overlay().put(Requests.put(user(i), Requests.entry("k", "v" + i)));
            ofHidden += isOfHidden(i) ? 1 : 0;
        }
        assertThat(ofHidden).isPositive();
        for (int i = 0; i < RECORDS; i++) {
            assertThat(get(first, i)).isEqualTo("v" + i);
            assertThat(get(third, i)).isEqualTo("v" + i);
        }
        assertThat(hidden.storage.scan(ScanRequest.getDefaultInstance()))
                .as("its own site's store has them")
                .hasSizeGreaterThanOrEqualTo((int) ofHidden);
        assertThat(hidden.storage.operations()).as("and was asked").isGreaterThan(3 * ofHidden);
    }

    @Test
    void watchOfItsKeysIsRefusedWithAWordOfWhereToWatch() throws Exception {
        int number = 0;
        while (!isOfHidden(number)) {
            number++;
        }
        try (WatchClient watch = new WatchClient(first.channel, user(number))) {
            Status refusal = watch.refusal();
            assertThat(refusal.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(refusal.getDescription()).contains("can only dial out", "site b");
        }
    }

    @Test
    void othersTakeItsRangeWhenItIsGoneAndHaveTheReplicas() {
        for (int i = 0; i < RECORDS; i++) {
            first.overlay().put(Requests.put(user(i), Requests.entry("k", "v" + i)));
        }
        Eventually.isTrue("each record is at all three sites", () -> nodes.stream()
                .allMatch(node ->
                        node.storage.scan(ScanRequest.getDefaultInstance()).size() == RECORDS));
        hidden.kill();
        Eventually.isTrue("it is out of the ring", () -> third.ring().getSuccessorsCount() == 1);
        Eventually.isTrue("its range is served", () -> {
            try {
                for (int i = 0; i < RECORDS; i++) {
                    assertThat(get(first, i)).isEqualTo("v" + i);
                }
                return true;
            } catch (StatusRuntimeException notYet) {
                return false;
            }
        });
    }
}
