package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.PeerInfo;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.proto.v1.TraceHop;
import org.p2psip.proto.v1.TraceRequest;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.Eventually;

/** Three peers with real links on loopback: how they get in, what they see, and what becomes of one that is gone. */
class RingOfThreeTest {
    private final List<RingNode> nodes = new ArrayList<>();

    private RingNode start(int place, String join) throws IOException {
        RingNode node = new RingNode(place, "site-" + place, join, null, PeerConfig.defaults());
        nodes.add(node);
        return node;
    }

    private void startThree() throws IOException {
        RingNode first = start(0x20, "").joined();
        start(0x60, first.address.toString()).joined();
        start(0xA0, first.address.toString()).joined();
        for (RingNode node : nodes) {
            Eventually.isTrue(
                    "all know all",
                    () -> node.ring().getSuccessorsCount() == 2 && node.ring().getUnreachableCount() == 0);
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(RingNode::close);
    }

    @Test
    void firstPeerBeginsTheRingAndOthersJoinIt() throws IOException {
        startThree();
        RingNode second = nodes.get(1);
        assertThat(second.ring().getPredecessors(0).getNodeId()).isEqualTo(idOf(nodes.get(0)));
        assertThat(second.ring().getSuccessors(0).getNodeId()).isEqualTo(idOf(nodes.get(2)));
        assertThat(second.ring().getRangeFirst()).isEqualTo(after(nodes.get(0)));
        assertThat(nodes.get(0).ring().getRangeFirst()).isEqualTo(after(nodes.get(2)));
        assertThat(second.ring().getMembership()).isEqualTo("joined");
        assertThat(second.ring().getSizeEstimate()).isEqualTo(3);
        Eventually.isTrue(
                "the metric says so",
                () -> second.registry.get("p2psip.ring.size").gauge().value() == 3);
        assertThat(second.registry.get("p2psip.ring.joined").gauge().value()).isEqualTo(1);
    }

    @Test
    void peerThatIsKilledIsReplacedByItsNeighborWithinFiveSeconds() throws IOException {
        startThree();
        RingNode last = nodes.get(2);
        long killed = System.nanoTime();
        nodes.get(1).kill();
        Eventually.isTrue(
                "the successor has its range", () -> last.ring().getRangeFirst().equals(after(nodes.get(0))));
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed)).isLessThan(5_000);
        assertThat(last.ring().getSizeEstimate()).isEqualTo(2);
    }

    @Test
    void peerThatLeavesHandsItsRangeOverAtOnce() throws IOException {
        startThree();
        nodes.get(1).leave();
        assertThat(nodes.get(2).ring().getRangeFirst()).isEqualTo(after(nodes.get(0)));
        assertThat(nodes.get(0).ring().getSuccessors(0).getNodeId()).isEqualTo(idOf(nodes.get(2)));
    }

    @Test
    void peerThatComesBackIsTakenInAgain() throws IOException {
        startThree();
        nodes.get(1).kill();
        RingNode again = start(0x60, nodes.get(2).address.toString()).joined();
        Eventually.isTrue(
                "its range is its own again",
                () -> nodes.get(2).ring().getRangeFirst().equals(after(again)));
    }

    @Test
    void bootstrapNamesPeersOfTheRingAndNobodyThatIsOutside() throws IOException {
        startThree();
        Eventually.isTrue("any of them names all", () -> named(nodes.get(2)).size() == 3);
        RingNode lost = start(0xE0, "127.0.0.1:1");
        assertThat(named(lost)).isEmpty();
    }

    @Test
    void traceShowsThePeersFromTheAskedToTheResponsible() throws IOException {
        startThree();
        ByteString resource = ByteString.copyFrom(new Position(0x70L << 56, 0).toBytes());
        List<TraceHop> hops = RingAdminGrpc.newBlockingStub(nodes.get(0).channel)
                .trace(TraceRequest.newBuilder()
                        .setResource(Resource.newBuilder().setResourceId(resource))
                        .build())
                .getHopsList();
        assertThat(hops)
                .extracting(hop -> hop.getPeer().getNodeId())
                .containsExactly(idOf(nodes.get(0)), idOf(nodes.get(2)));
        assertThat(hops.get(1).getAfterUs()).isGreaterThan(hops.get(0).getAfterUs());
    }

    @Test
    void traceOfNothingIsRefused() throws IOException {
        start(0x20, "").joined();
        Throwable refused = catchThrowable(
                () -> RingAdminGrpc.newBlockingStub(nodes.getFirst().channel).trace(TraceRequest.getDefaultInstance()));
        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    private static List<PeerInfo> named(RingNode node) {
        return BootstrapGrpc.newBlockingStub(node.channel)
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .discover(DiscoverRequest.getDefaultInstance())
                .getSample()
                .getPeersList();
    }

    private static ByteString idOf(RingNode node) {
        return ByteString.copyFrom(node.id.toBytes());
    }

    private static ByteString after(RingNode node) {
        return ByteString.copyFrom(node.id.position().next().toBytes());
    }
}
