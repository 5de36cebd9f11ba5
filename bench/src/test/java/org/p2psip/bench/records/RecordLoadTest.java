package org.p2psip.bench.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordLoadTest {
    private final ExecutorService server = Executors.newSingleThreadExecutor();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void end() {
        server.shutdownNow();
    }

    private CompletableFuture<?> answered(int turn) {
        most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
        return CompletableFuture.runAsync(waiting::decrementAndGet, server);
    }

    @Test
    void thatManyOperationsAreDoneAndNeverMoreInFlightThanSaid() {
        RecordLoad.Result result = new RecordLoad(this::answered, 10).each(4, 1_000);
        assertThat(result.done()).isEqualTo(1_000);
        assertThat(result.failed()).isZero();
        assertThat(most.get()).isBetween(1, 4);
        assertThat(result.times().sorted()).hasSize(10);
    }

    @Test
    void failuresAreCountedWithTheFirstReason() {
        RecordLoad.Result result = new RecordLoad(
                        turn -> CompletableFuture.runAsync(
                                () -> {
                                    throw new IllegalStateException("lane " + turn);
                                },
                                server),
                        10)
                .each(1, 5);
        assertThat(result.done()).isZero();
        assertThat(result.failed()).isEqualTo(5);
        assertThat(result.failure()).hasMessage("lane 0");
        assertThat(result.times().sorted()).isEmpty();
    }

    /** Else a server that stops for a while would look quick: nothing would be asked meanwhile. */
    @Test
    void withARateTimesCountFromWhenAnOperationWasDue() {
        RecordLoad.Result result = new RecordLoad(
                        turn -> CompletableFuture.supplyAsync(
                                () -> turn,
                                turn == 0
                                        ? CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS, server)
                                        : server),
                        1_000)
                .paced(100, 1);
        assertThat(result.done()).isEqualTo(100);
        assertThat(result.times().percentile(100)).isGreaterThan(300_000);
    }
}
