package org.p2psip.edge.service.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import grpc.health.v1.HealthGrpc;
import grpc.health.v1.HealthOuterClass.HealthCheckRequest;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.service.FakeOverlayResource;
import org.p2psip.edge.service.settings.EdgeProperties;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.proto.v1.GetStatusRequest;
import org.p2psip.proto.v1.ListTrunksRequest;
import org.p2psip.proto.v1.ServiceStatus;
import org.p2psip.proto.v1.SetTraceRequest;

@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
class AdminTest {
    @Inject
    EdgeProperties properties;

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
    void traceOfAnEdgeThatHasNoneIsRefusedWithTheReason() {
        assertThatThrownBy(() -> EdgeAdminGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .setTrace(SetTraceRequest.newBuilder().setOn(true).build()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNIMPLEMENTED: this edge has no message trace");
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
