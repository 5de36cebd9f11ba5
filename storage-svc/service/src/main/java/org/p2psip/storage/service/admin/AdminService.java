package org.p2psip.storage.service.admin;

import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.ApplicationConfig;
import io.quarkus.runtime.Quarkus;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.DrainRequest;
import org.p2psip.proto.v1.DrainResponse;
import org.p2psip.proto.v1.GetStatusRequest;
import org.p2psip.proto.v1.ServiceStatus;
import org.p2psip.storage.service.records.RecordCache;
import org.p2psip.tls.service.ServiceCounters;

/**
 * What every service tells its operators. A store drains by leaving its cluster: when no copy is missing, so that the others
 * have all that it has. From then on it answers UNAVAILABLE.
 */
@GrpcService
public class AdminService extends AdminGrpc.AdminImplBase {
    private static final Logger LOG = Logger.getLogger(AdminService.class);

    private final RecordCache cache;
    private final MeterRegistry meters;
    private final String version;
    /** Leaving waits for others, for some seconds. */
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("drain").factory());

    private volatile boolean draining;
    private volatile boolean left;

    AdminService(RecordCache cache, MeterRegistry meters, ApplicationConfig application) {
        this.cache = cache;
        this.meters = meters;
        this.version = application.version().orElse("unknown");
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<ServiceStatus> client) {
        client.onNext(ServiceStatus.newBuilder()
                .setService("storage")
                .setVersion(version)
                .setStartedAtMs(ManagementFactory.getRuntimeMXBean().getStartTime())
                .setDraining(draining)
                .putAllCounters(ServiceCounters.of(meters))
                .build());
        client.onCompleted();
    }

    @Override
    public void drain(DrainRequest request, StreamObserver<DrainResponse> client) {
        begin();
        long limitS = Integer.toUnsignedLong(request.getLimitS());
        if (limitS > 0) {
            LOG.infof("This store ends in %d s, as it was asked to drain", limitS);
            thread.schedule(() -> Quarkus.asyncExit(0), limitS, TimeUnit.SECONDS);
        }
        client.onNext(DrainResponse.newBuilder().setRemaining(left ? 0 : 1).build());
        client.onCompleted();
    }

    private synchronized void begin() {
        if (!draining) {
            draining = true;
            LOG.info("This store leaves, as it was asked to drain");
            thread.execute(() -> {
                try {
                    cache.close();
                } catch (IOException e) {
                    LOG.error("The store did not stop in order; the next start repairs it", e);
                }
                left = true;
            });
        }
    }

    @PreDestroy
    void stop() {
        thread.shutdown();
    }
}
