package org.p2psip.routing.service.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.DrainRequest;
import org.p2psip.proto.v1.GetStatusRequest;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.proto.v1.ServiceStatus;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.Requests;
import org.p2psip.routing.service.RunningService;
import org.p2psip.routing.service.ring.RingPeer;

@QuarkusTest
@TestProfile(AdminServiceTest.OfItsOwn.class)
class AdminServiceTest extends RunningService {
    /** A service that may be drained: no other test has it. */
    public static final class OfItsOwn implements QuarkusTestProfile {}

    @Inject
    RingPeer ring;

    private AdminGrpc.AdminBlockingStub admin() {
        return AdminGrpc.newBlockingStub(channel).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    private ServiceStatus status() {
        return admin().getStatus(GetStatusRequest.getDefaultInstance());
    }

    @Test
    void statusTellsWhatIsCountedUntilADrainTakesThePeerOutOfTheRing() throws Exception {
        Eventually.isTrue("it is in the ring", () -> ring.membership() == Membership.JOINED);
        OverlayGrpc.newBlockingStub(channel).get(Requests.get("alice@example.org"));
        ServiceStatus before = status();
        assertThat(before.getService()).isEqualTo("routing");
        assertThat(before.getVersion()).isNotBlank();
        assertThat(before.getStartedAtMs()).isBetween(1L, System.currentTimeMillis());
        assertThat(before.getDraining()).isFalse();
        assertThat(before.getCountersMap().get("p2psip_routing_operations_total"))
                .isPositive();

        BlockingQueue<Status> ended = new LinkedBlockingQueue<>();
        OverlayGrpc.newStub(channel).pipeline(new StreamObserver<ResultBatch>() {
            @Override
            public void onNext(ResultBatch batch) {
                ended.add(Status.OK);
            }

            @Override
            public void onError(Throwable failure) {
                ended.add(Status.fromThrowable(failure));
            }

            @Override
            public void onCompleted() {
                ended.add(Status.OK);
            }
        });
        Eventually.isTrue("the stream is open", () -> meters("p2psip.routing.streams") == 1);
        assertThat(admin().drain(DrainRequest.getDefaultInstance()).getRemaining())
                .isEqualTo(1);
        assertThat(ended.poll(10, TimeUnit.SECONDS).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(ring.membership()).isEqualTo(Membership.OUTSIDE);
        assertThat(status().getDraining()).isTrue();
        Throwable refused =
                catchThrowable(() -> OverlayGrpc.newBlockingStub(channel).get(Requests.get("alice@example.org")));
        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(admin().drain(DrainRequest.getDefaultInstance()).getRemaining())
                .as("once more does no harm")
                .isZero();
    }

    @Inject
    MeterRegistry registry;

    private double meters(String gauge) {
        return registry.get(gauge).gauge().value();
    }
}
