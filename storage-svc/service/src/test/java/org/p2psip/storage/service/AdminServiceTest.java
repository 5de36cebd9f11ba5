package org.p2psip.storage.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.grpc.Status;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.DrainRequest;
import org.p2psip.proto.v1.GetStatusRequest;
import org.p2psip.proto.v1.ServiceStatus;

@QuarkusTest
@WithTestResource(TemporaryStore.class)
@TestProfile(AdminServiceTest.OfItsOwn.class)
class AdminServiceTest extends ClientTest {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    /** A service that may be drained: no other test has it. */
    public static final class OfItsOwn implements QuarkusTestProfile {}

    private AdminGrpc.AdminBlockingStub admin() {
        return AdminGrpc.newBlockingStub(client.channel()).withDeadlineAfter(10, TimeUnit.SECONDS);
    }

    private int remaining() {
        return admin().drain(DrainRequest.getDefaultInstance()).getRemaining();
    }

    @Test
    void statusTellsWhatIsCountedUntilADrainEndsTheStoreInOrder() {
        client.blocking().store(StorageClient.registration("alice@example.org", "c1", "v1", "call-1", 1, 3600));
        ServiceStatus before = admin().getStatus(GetStatusRequest.getDefaultInstance());
        assertThat(before.getService()).isEqualTo("storage");
        assertThat(before.getStartedAtMs()).isBetween(1L, System.currentTimeMillis());
        assertThat(before.getDraining()).isFalse();
        assertThat(before.getCountersMap()).containsKey("p2psip_storage_operations_total");

        long limit = System.nanoTime() + PATIENCE_NANOS;
        while (remaining() > 0 && System.nanoTime() - limit < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        assertThat(remaining()).isZero();
        assertThat(admin().getStatus(GetStatusRequest.getDefaultInstance()).getDraining())
                .isTrue();
        Throwable refused = catchThrowable(() -> client.fetch("alice@example.org"));
        assertThat(Status.fromThrowable(refused).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        Throwable refusedWrite = catchThrowable(() -> client.blocking()
                .store(StorageClient.registration("alice@example.org", "c1", "v2", "call-1", 2, 3600)));
        assertThat(Status.fromThrowable(refusedWrite).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
}
