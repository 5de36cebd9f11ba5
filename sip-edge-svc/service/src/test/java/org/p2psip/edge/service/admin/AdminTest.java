package org.p2psip.edge.service.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.service.EdgeProcess;
import org.p2psip.edge.service.FakeOverlayResource;
import org.p2psip.edge.service.settings.EdgeProperties;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.proto.v1.GetStatusRequest;
import org.p2psip.proto.v1.LiftBanRequest;
import org.p2psip.proto.v1.ListBansRequest;
import org.p2psip.proto.v1.ListTrunksRequest;
import org.p2psip.proto.v1.ServiceStatus;
import org.p2psip.proto.v1.SetTraceRequest;

@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
class AdminTest {
    @Inject
    EdgeProperties properties;

    @Inject
    EdgeProcess edge;

    private ManagedChannel channel;

    @BeforeEach
    void connect() {
        channel = NettyChannelBuilder.forAddress(
                        properties.grpc().listen(), properties.grpc().port())
                .usePlaintext()
                .build();
    }

    @AfterEach
    void disconnect() {
        channel.shutdownNow();
    }

    @Test
    void statusTellsVersionStartAndCounters() {
        ServiceStatus status = AdminGrpc.newBlockingStub(channel)
                .withDeadlineAfter(10, TimeUnit.SECONDS)
                .getStatus(GetStatusRequest.getDefaultInstance());
        assertThat(status.getService()).isEqualTo("edge");
        assertThat(status.getVersion()).startsWith("0.");
        assertThat(status.getStartedAtMs()).isBetween(1L, System.currentTimeMillis());
        assertThat(status.getDraining()).isFalse();
        assertThat(status.getCountersMap())
                .containsKeys("p2psip_edge_requests_invite_total", "p2psip_overlay_operations_total");
    }

    @Test
    void edgeWithoutATrunksFileHasNoTrunks() {
        assertThat(EdgeAdminGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .listTrunks(ListTrunksRequest.getDefaultInstance())
                        .getTrunksList())
                .isEmpty();
    }

    @Test
    void traceWithoutACollectorIsRefusedWithTheKey() {
        assertThatThrownBy(() -> EdgeAdminGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .setTrace(SetTraceRequest.newBuilder().setOn(true).build()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("FAILED_PRECONDITION: p2psip.hep.target must be set");
    }

    @Test
    void edgeThatHasSeenNothingBadBansNobody() {
        EdgeAdminGrpc.EdgeAdminBlockingStub admin =
                EdgeAdminGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
        assertThat(admin.listBans(ListBansRequest.getDefaultInstance()).getBansList())
                .isEmpty();
        assertThatThrownBy(() -> admin.liftBan(
                        LiftBanRequest.newBuilder().setAddress("192.0.2.1").build()))
                .hasMessageContaining("NOT_FOUND: 192.0.2.1 is not banned at this edge");
        assertThatThrownBy(() -> admin.liftBan(
                        LiftBanRequest.newBuilder().setAddress("example.org").build()))
                .hasMessageContaining("INVALID_ARGUMENT: \"example.org\" must be an IPv4 or IPv6 address");
    }

    @Test
    void bugOnACallIsAnsweredAndCounted() {
        long before = edge.loop().bugs();
        CompletableFuture<ServiceStatus> answer = new CompletableFuture<>();
        LoopCall.on(edge, new FutureAnswer<>(answer), () -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(answer)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("INTERNAL: the edge failed on it: java.lang.IllegalStateException: a bug");
        assertThat(edge.loop().bugs()).isEqualTo(before + 1);
    }

    private record FutureAnswer<T>(CompletableFuture<T> answer) implements StreamObserver<T> {
        @Override
        public void onNext(T value) {
            answer.complete(value);
        }

        @Override
        public void onError(Throwable failure) {
            answer.completeExceptionally(failure);
        }

        @Override
        public void onCompleted() {
            // the answer was all there is
        }
    }

    @Test
    void healthOfEachServiceIsServed() {
        assertThat(HealthGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .check(HealthCheckRequest.newBuilder()
                                .setService(EdgeAdminGrpc.SERVICE_NAME)
                                .build())
                        .getStatus())
                .isEqualTo(ServingStatus.SERVING);
    }
}
