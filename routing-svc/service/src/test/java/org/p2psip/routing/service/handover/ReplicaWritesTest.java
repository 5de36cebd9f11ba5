package org.p2psip.routing.service.handover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.KindState;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoreRequest;
import org.p2psip.proto.v1.StoredEntry;

class ReplicaWritesTest {
    private static final long NOW = 1_000_000_000L;
    private static final long MADE = NOW - 10_500;

    private static int lifetimeWritten(boolean exists, int remaining) {
        StoredEntry entry = StoredEntry.newBuilder()
                .setExists(exists)
                .setStorageTimeMs(MADE)
                .setLifetimeS(remaining)
                .build();
        List<StoreRequest> writes = ReplicaWrites.of(
                Resource.getDefaultInstance(),
                List.of(KindState.newBuilder().setKind(1).addEntries(entry).build()),
                1,
                NOW);
        return writes.getFirst().getKinds(0).getEntries(0).getLifetimeS();
    }

    @Test
    void whatRemainsIsWrittenFromWhenTheValueWasMade() {
        assertThat(lifetimeWritten(true, 30)).isEqualTo(41);
        assertThat(lifetimeWritten(false, 30)).isEqualTo(41);
    }

    @Test
    void whatExpiredIsDeadWhereItIsBroughtTo() {
        assertThat(MADE + 1000L * lifetimeWritten(true, 0)).isLessThanOrEqualTo(NOW);
    }
}
