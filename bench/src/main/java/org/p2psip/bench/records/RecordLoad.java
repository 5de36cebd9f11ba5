package org.p2psip.bench.records;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntPredicate;
import org.p2psip.bench.measure.Samples;

/** Keeps a number of operations in flight, or begins them at a rate, and takes their times. For one use. */
final class RecordLoad {
    private static final long PACE_NANOS = 500_000;
    private static final double NANOS_PER_MICRO = 1_000;

    private final Step step;
    private final LongAdder failed = new LongAdder();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final double[] micros;
    private final AtomicInteger measured = new AtomicInteger();

    /**
     * What came of it.
     *
     * @param done operations that succeeded
     * @param failed those that did not
     * @param failure the first reason; null without any
     * @param seconds it took
     * @param times in µs, of at most as many as were asked for
     */
    record Result(long done, long failed, Throwable failure, double seconds, Samples times) {
        double perSecond() {
            return done / seconds;
        }
    }

    /** Begins one operation; its answer fails when the operation does. */
    interface Step {
        /** @param turn which of the lanes it is in, or where there is a rate its number, from 0 on */
        CompletableFuture<?> start(int turn);
    }

    /** @param most times that are kept */
    RecordLoad(Step step, int most) {
        this.step = step;
        this.micros = new double[most];
    }

    /** That many operations, so many in flight. */
    Result each(int inFlight, int count) {
        return closed(inFlight, begun -> begun < count);
    }

    /** For some seconds, so many in flight. */
    Result steady(int inFlight, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        return closed(inFlight, begun -> System.nanoTime() - end < 0);
    }

    private Result closed(int inFlight, IntPredicate more) {
        long start = System.nanoTime();
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[inFlight];
        for (int lane = 0; lane < inFlight; lane++) {
            lanes[lane] = new CompletableFuture<Void>();
            next(lane, lanes[lane], begun, more);
        }
        CompletableFuture.allOf(lanes).join();
        return result(start);
    }

    private void next(int lane, CompletableFuture<?> end, AtomicInteger begun, IntPredicate more) {
        if (!more.test(begun.getAndIncrement())) {
            end.complete(null);
            return;
        }
        // Answers come on the client's thread, after this has returned: no recursion
        one(lane).whenComplete((nothing, never) -> next(lane, end, begun, more));
    }

    /** At a rate, however long the answers take: an operation that begins late counts from when it was due. */
    Result paced(int perSecond, int seconds) {
        long start = System.nanoTime();
        long count = (long) perSecond * seconds;
        AtomicInteger waiting = new AtomicInteger();
        for (long begun = 0; begun < count; ) {
            long due = (System.nanoTime() - start) * perSecond / 1_000_000_000L;
            for (; begun < Math.min(due, count); begun++) {
                waiting.incrementAndGet();
                long at = start + begun * 1_000_000_000L / perSecond;
                one((int) begun, at).whenComplete((nothing, never) -> waiting.decrementAndGet());
            }
            LockSupport.parkNanos(PACE_NANOS);
        }
        while (waiting.get() > 0) {
            LockSupport.parkNanos(PACE_NANOS); // each operation ends by its client's timeout
        }
        return result(start);
    }

    private CompletableFuture<Void> one(int turn) {
        return one(turn, System.nanoTime());
    }

    private CompletableFuture<Void> one(int turn, long since) {
        return step.start(turn).handle((answer, reason) -> {
            if (reason == null) {
                int index = measured.getAndIncrement();
                if (index < micros.length) {
                    micros[index] = (System.nanoTime() - since) / NANOS_PER_MICRO;
                }
            } else {
                failed.increment();
                failure.compareAndSet(
                        null, reason instanceof CompletionException wrapped ? wrapped.getCause() : reason);
            }
            return null;
        });
    }

    private Result result(long start) {
        int done = measured.get();
        double[] times = Arrays.copyOf(micros, Math.min(done, micros.length));
        return new Result(done, failed.sum(), failure.get(), (System.nanoTime() - start) / 1e9, Samples.of(times));
    }
}
