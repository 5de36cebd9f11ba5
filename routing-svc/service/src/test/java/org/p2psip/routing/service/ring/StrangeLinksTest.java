package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.HandOverRequest;
import org.p2psip.proto.v1.LinkHello;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.PeerInfo;
import org.p2psip.proto.v1.PeerMessage;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.service.Eventually;

/** What a peer does with links of who is none, or does not behave. */
class StrangeLinksTest {
    private static final ByteString STRANGER = ByteString.fromHex("00112233445566778899aabbccddeeff");

    private RingNode node;

    @BeforeEach
    void start() throws IOException {
        node = new RingNode(0x20, "a", "", null, PeerConfig.defaults()).joined();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    /** The other side of a link, as a test plays it. */
    private static final class Side implements StreamObserver<PeerMessage> {
        private final Queue<PeerMessage> received = new ConcurrentLinkedQueue<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();

        @Override
        public void onNext(PeerMessage message) {
            received.add(message);
        }

        @Override
        public void onError(Throwable failure) {
            ended.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            ended.complete(null);
        }

        private Status failure() {
            try {
                ended.orTimeout(10, TimeUnit.SECONDS).join();
                return Status.OK;
            } catch (CompletionException failed) {
                return Status.fromThrowable(failed.getCause());
            }
        }
    }

    private static PeerMessage hello(UnaryOperator<LinkHello.Builder> change) {
        LinkHello.Builder hello = LinkHello.newBuilder()
                .setOverlay("example.org")
                .setPeer(PeerInfo.newBuilder().setNodeId(STRANGER).setSite("x"));
        return PeerMessage.newBuilder().setHello(change.apply(hello)).build();
    }

    private Status refusalOf(PeerMessage first) {
        Side side = new Side();
        StreamObserver<PeerMessage> link = PeerGrpc.newStub(node.channel).link(side);
        link.onNext(first);
        return side.failure();
    }

    private double counted(String event) {
        return node.registry
                .get("p2psip.ring.link.events")
                .tags("event", event)
                .counter()
                .count();
    }

    @Test
    void linkWithoutAHelloOrOfAnotherOverlayOrOfOneselfIsRefusedAndCounted() {
        Status noHello = refusalOf(PeerMessage.getDefaultInstance());
        assertThat(noHello.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(noHello.getDescription()).contains("no hello");
        Status other = refusalOf(hello(hello -> hello.setOverlay("example.net")));
        assertThat(other.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(other.getDescription()).contains("example.net", "example.org");
        Status self = refusalOf(hello(hello -> {
            hello.getPeerBuilder().setNodeId(ByteString.copyFrom(node.id.toBytes()));
            return hello;
        }));
        assertThat(self.getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(counted("refused")).isEqualTo(3);
        assertThat(node.ring().getLinks()).isZero();
    }

    @Test
    void linkThatSaysNothingIsEndedAfterAWhile() {
        Side side = new Side();
        PeerGrpc.newStub(node.channel).link(side);
        assertThat(side.failure().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    }

    @Test
    void malformedMessageIsCountedAndTheLinkGoesOn() {
        Side side = new Side();
        StreamObserver<PeerMessage> link = PeerGrpc.newStub(node.channel).link(side);
        link.onNext(hello(hello -> hello));
        Eventually.isTrue("the hello is answered", () -> !side.received.isEmpty());
        assertThat(side.received.peek().getHello().getPeer().getNodeId())
                .isEqualTo(ByteString.copyFrom(node.id.toBytes()));
        link.onNext(PeerMessage.getDefaultInstance());
        Eventually.isTrue("it is counted", () -> counted("malformed") == 1);
        assertThat(node.ring().getLinks()).isEqualTo(1);
        link.onCompleted();
        assertThat(side.failure()).isEqualTo(Status.OK);
        Eventually.isTrue("the link is closed in order", () -> node.ring().getLinks() == 0 && counted("closed") == 1);
    }

    @Test
    void rangeWithoutWholeEndsIsRefused() {
        Throwable refused = catchThrowable(() -> PeerGrpc.newBlockingStub(node.channel)
                .handOver(HandOverRequest.newBuilder().setFirst(STRANGER).build())
                .hasNext());
        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(refused).hasMessageContaining("last 0, expected 16");
    }
}
