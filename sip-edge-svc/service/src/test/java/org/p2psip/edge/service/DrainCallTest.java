package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.service.settings.EdgeProperties;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.DrainRequest;
import org.p2psip.proto.v1.GetStatusRequest;

/** An edge of its own, as it takes no new calls afterwards. */
@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
@TestProfile(DrainCallTest.OwnEdge.class)
class DrainCallTest {
    /** Another profile is another edge. */
    public static final class OwnEdge implements QuarkusTestProfile {}

    @Inject
    EdgeProcess edge;

    @Inject
    EdgeProperties properties;

    @Test
    void drainedEdgeSaysSoRefusesNewRequestsAndCanBeAskedAgain() throws IOException {
        ManagedChannel channel = NettyChannelBuilder.forAddress(
                        properties.grpc().listen(), properties.grpc().port())
                .usePlaintext()
                .build();
        try (Phone phone = Phone.overUdp(edge.sipAddress())) {
            AdminGrpc.AdminBlockingStub admin =
                    AdminGrpc.newBlockingStub(channel).withDeadlineAfter(30, TimeUnit.SECONDS);
            assertThat(phone.ask("OPTIONS", edge.sipUri(), "alice", "")).startsWith("SIP/2.0 200 ");
            for (int time = 0; time < 2; time++) {
                assertThat(admin.drain(DrainRequest.getDefaultInstance()).getRemaining())
                        .isZero();
            }
            assertThat(admin.getStatus(GetStatusRequest.getDefaultInstance()).getDraining())
                    .isTrue();
            assertThat(phone.ask("OPTIONS", edge.sipUri(), "alice", "")).startsWith("SIP/2.0 503 ");
        } finally {
            channel.shutdownNow();
        }
    }
}
