package org.p2psip.tls.service;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/**
 * Whether the gRPC server of a service listens. Quarkus only logs when it does not, and otherwise counts it, but a moment
 * after it has let the start go on: who looks once now and then sees no server where there is one.
 */
public final class GrpcServerStart {
    /** How long the count may come behind. A server that failed is never counted, so this is what its failure costs. */
    private static final long BEHIND_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private GrpcServerStart() {}

    /**
     * Waits until it is known.
     *
     * @param servers how many Quarkus counts, {@code GrpcServerRecorder::getVerticleCount}
     */
    public static boolean isListening(IntSupplier servers) {
        long begun = System.nanoTime();
        while (servers.getAsInt() == 0) {
            if (System.nanoTime() - begun > BEHIND_NANOS
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
