package org.p2psip.routing.service.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.FetchRequest;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.FakeStorage;
import org.p2psip.routing.service.TestSettings;
import org.p2psip.routing.service.config.HostPort;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.security.RoutingCalls;
import org.p2psip.tls.service.ServiceSecurity;

class StorageLinkDrainTest {
    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final PeerLoop loop = new PeerLoop(group);
    private FakeStorage storage;
    private StorageLink link;

    @BeforeEach
    void connect() {
        storage = new FakeStorage(0).start();
        HostPort target = new HostPort("127.0.0.1", storage.port());
        Settings settings = TestSettings.with(target, new Settings.Limits(100, 1 << 20, 100));
        link = new StorageLink(
                settings,
                ServiceSecurity.none(RoutingCalls.TABLE),
                loop,
                new LinkMetrics(new SimpleMeterRegistry()),
                new FirstQuestion(new NodeId(new Position(1, 2))));
        link.start();
        Eventually.isTrue("the link is up", link::isUp);
    }

    @AfterEach
    void disconnect() {
        link.close();
        storage.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void drainWaitsForWhatIsInFlightAndRefusesMore() {
        storage.beSilent(true);
        CompletableFuture<StorageResult> before = ask(400);
        Eventually.isTrue("storage has it", () -> storage.operations() > 1);
        CompletableFuture<Void> drained = link.drain();
        CompletableFuture<StorageResult> after = ask(400);
        assertThat(after.join().getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
        assertThat(after.join().getError().getMessage()).contains("stopping");
        assertThat(drained).isNotDone();
        assertThat(before.join().getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_REQUEST_TIMEOUT);
        Eventually.isTrue("drained", drained::isDone);
    }

    @Test
    void closedLinkAnswersWhatIsStillInFlight() {
        storage.beSilent(true);
        CompletableFuture<StorageResult> inFlight = ask(60_000);
        Eventually.isTrue("storage has it", () -> storage.operations() > 1);
        link.close();
        assertThat(inFlight.join().getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
        assertThat(ask(100).join().getError().getCode()).isEqualTo(ErrorCode.ERROR_CODE_UNAVAILABLE);
    }

    @Test
    void storageThatSaysItCannotServeIsNoStorage() {
        storage.die();
        storage.refuse(operation -> Error.newBuilder()
                .setCode(ErrorCode.ERROR_CODE_UNAVAILABLE)
                .setMessage("no quorum")
                .build());
        storage.start();
        Eventually.isTrue(
                "the reason is told",
                () -> ask(1000).join().getError().getMessage().contains("no quorum"));
        assertThat(link.isUp()).isFalse();
        storage.refuse(operation -> null);
        Eventually.isTrue("the link is up", link::isUp);
    }

    private CompletableFuture<StorageResult> ask(int timeoutMs) {
        CompletableFuture<StorageResult> answer = new CompletableFuture<>();
        StorageOperation.Builder operation = StorageOperation.newBuilder().setFetch(FetchRequest.getDefaultInstance());
        loop.execute(() -> link.send(new StorageRequest(operation, timeoutMs, answer::complete)));
        return answer;
    }
}
