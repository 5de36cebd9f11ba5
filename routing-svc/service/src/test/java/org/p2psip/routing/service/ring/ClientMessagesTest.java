package org.p2psip.routing.service.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.client.ClientOptions;
import org.p2psip.client.Listening;
import org.p2psip.client.MessageHandler;
import org.p2psip.client.OverlayClient;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.proto.v1.SendRequest;
import org.p2psip.proto.v1.SendResponse;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.Requests;

/** Messages to who registered an address of record, over two sites: sent at the first, taken by a client of the second. */
class ClientMessagesTest {
    private static final String ALICE = "alice@example.org";
    private static final String ATTACH = "sip-attach";

    private TwoSites sites;
    private final List<OverlayClient> clients = new ArrayList<>();
    private RingNode first;
    private RingNode second;

    @BeforeEach
    void start() throws IOException {
        sites = new TwoSites();
        first = sites.first();
        second = sites.second();
    }

    @AfterEach
    void stop() {
        clients.forEach(OverlayClient::close);
        sites.close();
    }

    /** A client that is connected to one peer, whoever bootstrap names. */
    private OverlayClient client(AtomicReference<RingNode> peer) {
        OverlayClient client = new OverlayClient(new ClientOptions(
                "example.org",
                Ways.of(List.of(first.address.toString())),
                List.of(),
                Duration.ofSeconds(10),
                1_024,
                named -> NettyChannelBuilder.forTarget(peer.get().address.toString())
                        .usePlaintext()
                        .directExecutor()
                        .build()));
        clients.add(client);
        return client;
    }

    private OverlayClient clientOfSecond() {
        return client(new AtomicReference<>(second));
    }

    private static Listening listen(OverlayClient client, MessageHandler handler) {
        Listening listening = client.onMessage(ALICE, ATTACH, handler);
        listening.registered().orTimeout(15, TimeUnit.SECONDS).join();
        return listening;
    }

    private static MessageHandler answering(String prefix) {
        return body -> CompletableFuture.completedFuture(
                ByteString.copyFromUtf8(prefix).concat(body));
    }

    private static SendResponse send(RingNode from, String application, String body) {
        return from.overlay()
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .send(SendRequest.newBuilder()
                        .setResource(Requests.named(ALICE))
                        .setApplication(application)
                        .setBody(ByteString.copyFromUtf8(body))
                        .build());
    }

    @Test
    void messageToAnAddressOfRecordReachesItsClientAtAnotherSiteAndIsAnswered() {
        listen(clientOfSecond(), answering("candidates for "));
        SendResponse answer = send(first, ATTACH, "application 5060");
        assertThat(answer.getBody().toStringUtf8()).isEqualTo("candidates for application 5060");
        assertThat(answer.getHops()).isEqualTo(2);
        assertThat(answer.getNodeId())
                .as("the client's Node-ID, not its peer's")
                .isNotEqualTo(ByteString.copyFrom(second.id.toBytes()))
                .hasSameSizeAs(new byte[16]);
        assertThat(send(second, ATTACH, "x").getHops()).isEqualTo(1);
    }

    @Test
    void whoIsNotRegisteredOrDoesNotKnowTheApplicationIsNotFound() {
        assertThatThrownBy(() -> send(first, ATTACH, "x"))
                .hasMessageContaining("NOT_FOUND")
                .hasMessageContaining("no client is registered for " + ALICE);
        listen(clientOfSecond(), answering(""));
        assertThatThrownBy(() -> send(first, "chess", "x"))
                .hasMessageContaining("NOT_FOUND")
                .hasMessageContaining("'chess'");
    }

    @Test
    void clientThatTakesNoMoreMessagesIsNotRegisteredAnyMore() {
        Listening listening = listen(clientOfSecond(), answering(""));
        listening.close();
        Eventually.isTrue("the registration is removed", () -> refusal().contains("no client is registered"));
    }

    @Test
    void clientThatIsGoneIsNotFoundThoughItsRegistrationIsThere() {
        listen(clientOfSecond(), answering(""));
        clients.getFirst().close();
        Eventually.isTrue("its peer has noticed", () -> refusal().contains("NOT_FOUND"));
        second.kill();
        Eventually.isTrue("its peer's place is another's", () -> refusal().contains("no node " + second.id));
    }

    private String refusal() {
        try {
            send(first, ATTACH, "x");
            return "answered";
        } catch (io.grpc.StatusRuntimeException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void clientThatGoesToAnotherPeerIsReachedThere() {
        AtomicReference<RingNode> peer = new AtomicReference<>(second);
        listen(client(peer), answering(""));
        peer.set(first);
        second.kill();
        Eventually.isTrue("it is reached at its next peer", () -> refusal().equals("answered"));
        assertThat(send(first, ATTACH, "x").getHops()).isEqualTo(1);
    }

    @Test
    void clientThatDoesNotAnswerIsATimeoutAndOneThatFailsIsUnavailable() {
        listen(
                clientOfSecond(),
                body -> body.isEmpty()
                        ? new CompletableFuture<>()
                        : CompletableFuture.failedFuture(new IllegalStateException("as the test wants")));
        assertThatThrownBy(() -> send(first, ATTACH, "")).hasMessageContaining("DEADLINE_EXCEEDED");
        assertThatThrownBy(() -> send(first, ATTACH, "x")).hasMessageContaining("UNAVAILABLE");
    }

    @Test
    void messageOfTheOldestOf257WithoutAnswerIsStillAnsweredAndTheLastIsRefused() {
        Queue<CompletableFuture<ByteString>> answers = new ConcurrentLinkedQueue<>();
        listen(clientOfSecond(), body -> {
            CompletableFuture<ByteString> answer = new CompletableFuture<>();
            answers.add(answer);
            return answer;
        });
        OverlayClient sender = client(new AtomicReference<>(second));
        SendRequest message = SendRequest.newBuilder()
                .setResource(Requests.named(ALICE))
                .setApplication(ATTACH)
                .build();
        List<CompletableFuture<SendResponse>> sent = new ArrayList<>();
        for (int i = 0; i < 257; i++) {
            sent.add(sender.send(message));
        }
        assertThat(sent.getLast())
                .failsWithin(Duration.ofSeconds(3))
                .withThrowableThat()
                .withMessageContaining("LIMIT_REACHED");
        Eventually.isTrue("the client has the others", () -> answers.size() == 256);
        answers.forEach(answer -> answer.complete(ByteString.EMPTY));
        assertThat(sent.getFirst()).succeedsWithin(Duration.ofSeconds(3));
    }
}
