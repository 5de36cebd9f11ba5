package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.FakeStorage;
import org.p2psip.routing.service.Requests;
import org.p2psip.routing.service.operation.Errors;

/** Records and messages of clients that other peers than the asked one are responsible for. */
class RecordsOfTheRingTest {
    private static final int RECORDS = 40;

    private final List<RingNode> nodes = new ArrayList<>();

    private RingNode start(int place, String site, String join, FakeStorage shared) throws IOException {
        RingNode node = new RingNode(place, site, join, shared, PeerConfig.defaults());
        nodes.add(node);
        return node.joined();
    }

    /** Three sites, a third of the ring each. */
    private void startThreeSites() throws IOException {
        RingNode first = start(0x20, "a", "", null);
        start(0x75, "b", first.address.toString(), null);
        start(0xCA, "c", first.address.toString(), null);
        settled();
    }

    private void settled() {
        for (RingNode node : nodes) {
            Eventually.isTrue(
                    "all know all",
                    () -> node.ring().getSuccessorsCount() == nodes.size() - 1
                            && node.ring().getUnreachableCount() == 0
                            && node.isTakingNothingOver());
        }
    }

    @AfterEach
    void stop() {
        nodes.forEach(RingNode::close);
    }

    private static String user(int number) {
        return "user" + number + "@example.org";
    }

    private static List<String> values(GetResponse response) {
        return response.getKinds(0).getEntriesList().stream()
                .map(entry -> entry.getValue().toStringUtf8())
                .toList();
    }

    /** Which node is responsible for a user, by the ring as it is. */
    private RingNode owner(int number) {
        Position key = ResourceId.ofName(user(number)).position();
        return nodes.stream()
                .filter(node -> key.isBetween(
                        NodeId.ofBytes(node.ring()
                                        .getPredecessors(0)
                                        .getNodeId()
                                        .toByteArray())
                                .orElseThrow()
                                .position(),
                        node.id.position()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void recordPutThroughAnyPeerIsGotThroughAnyOther() throws IOException {
        startThreeSites();
        Set<NodeId> owners = new TreeSet<>((a, b) -> a.position().compareTo(b.position()));
        for (int i = 0; i < RECORDS; i++) {
            nodes.get(i % 3).overlay().put(Requests.put(user(i), Requests.entry("k", "v" + i)));
            owners.add(owner(i).id);
            for (RingNode node : nodes) {
                assertThat(values(node.overlay().get(Requests.get(user(i))))).containsExactly("v" + i);
            }
        }
        assertThat(owners).hasSize(3);
        double remote = nodes.stream()
                .mapToDouble(node -> node.registry
                        .get("p2psip.ring.lookups")
                        .tags("method", "fetch", "result", "ok")
                        .counter()
                        .count())
                .sum();
        assertThat(remote).as("of three questions two go to another site").isEqualTo(2.0 * RECORDS);
    }

    @Test
    void recordLiesInTheStorageOfTheResponsibleSite() throws IOException {
        startThreeSites();
        for (int i = 0; i < RECORDS; i++) {
            RingNode owner = owner(i);
            long before = owner.storage.operations();
            nodes.get(i % 3).overlay().put(Requests.put(user(i), Requests.entry("k", "v")));
            assertThat(owner.storage.operations()).isGreaterThan(before);
        }
    }

    @Test
    void peersOfOneSiteAnswerEachFromTheirStorageWithoutAHop() throws IOException {
        RingNode first = start(0x20, "a", "", null);
        RingNode second = start(0xA0, "a", first.address.toString(), first.storage);
        settled();
        for (int i = 0; i < RECORDS; i++) {
            first.overlay().put(Requests.put(user(i), Requests.entry("k", "v" + i)));
            assertThat(values(second.overlay().get(Requests.get(user(i))))).containsExactly("v" + i);
        }
        assertThat(first.registry.get("p2psip.ring.lookups").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
        assertThat(second.registry.get("p2psip.ring.lookups").counters())
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }

    @Test
    void refusalOfAnotherSitesStorageReachesTheClientAsItIs() throws IOException {
        startThreeSites();
        int far = 0;
        while (owner(far) == nodes.getFirst()) {
            far++;
        }
        owner(far).storage.refuseNextStore(ErrorCode.ERROR_CODE_DATA_TOO_OLD);
        String name = user(far);
        Throwable refused =
                catchThrowable(() -> nodes.getFirst().overlay().put(Requests.put(name, Requests.entry("k", "v"))));
        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
        assertThat(Status.trailersFromThrowable(refused).get(Errors.TRAILER)).satisfies(error -> {
            assertThat(error.getCode()).isEqualTo(ErrorCode.ERROR_CODE_DATA_TOO_OLD);
            assertThat(error.getMessage()).isEqualTo("as told");
        });
    }

    @Test
    void peerThatIsNotInTheRingYetSaysSo() throws IOException {
        RingNode lost = new RingNode(0x20, "a", "127.0.0.1:1", null, PeerConfig.defaults());
        nodes.add(lost);
        Throwable refused = catchThrowable(() -> lost.overlay().get(Requests.get(user(1))));
        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(refused).hasMessageContaining("not in the ring");
    }

    @Test
    void messageReachesANodeByItsNodeId() throws IOException {
        startThreeSites();
        RingNode target = nodes.get(2);
        SendResponse pong = nodes.get(0).overlay().send(to(target.id, "ping", "hello"));
        assertThat(pong.getBody().toStringUtf8()).isEqualTo("hello");
        assertThat(pong.getNodeId()).isEqualTo(ByteString.copyFrom(target.id.toBytes()));
        assertThat(pong.getHops()).isEqualTo(2);
    }

    @Test
    void messageToANodeThatIsNotThereOrForAnUnknownApplicationIsNotFound() throws IOException {
        startThreeSites();
        NodeId stranger = new NodeId(new Position(1, 2));
        assertNotFound(to(stranger, "ping", ""), "no node " + stranger);
        assertNotFound(to(nodes.get(1).id, "pong", ""), "'pong'");
    }

    private void assertNotFound(SendRequest request, String detail) {
        Throwable refused = catchThrowable(() -> nodes.get(0).overlay().send(request));
        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(refused).hasMessageContaining(detail);
    }

    private static SendRequest to(NodeId target, String application, String body) {
        return SendRequest.newBuilder()
                .setNodeId(ByteString.copyFrom(target.toBytes()))
                .setApplication(application)
                .setBody(ByteString.copyFromUtf8(body))
                .build();
    }
}
