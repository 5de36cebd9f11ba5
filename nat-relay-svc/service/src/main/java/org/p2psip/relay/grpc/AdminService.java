package org.p2psip.relay.grpc;

import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.Quarkus;
import jakarta.annotation.PreDestroy;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.DrainRequest;
import org.p2psip.proto.v1.DrainResponse;
import org.p2psip.proto.v1.GetStatusRequest;
import org.p2psip.proto.v1.ServiceStatus;
import org.p2psip.relay.settings.TurnSettings;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.tls.service.ServiceCounters;

/** What every service tells its operators. */
@GrpcService
public class AdminService extends AdminGrpc.AdminImplBase {
    private static final Logger LOG = Logger.getLogger(AdminService.class);

    private final TurnSettings turn;
    private final RelayServer server;
    private final MeterRegistry meters;
    private final String version;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("drain").factory());

    AdminService(
            TurnSettings turn,
            RelayServer server,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.turn = turn;
        this.server = server;
        this.meters = meters;
        this.version = version;
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<ServiceStatus> client) {
        client.onNext(ServiceStatus.newBuilder()
                .setService("relay")
                .setVersion(version)
                .setStartedAtMs(ManagementFactory.getRuntimeMXBean().getStartTime())
                .setDraining(turn.isDraining())
                .putAllCounters(ServiceCounters.of(meters))
                .build());
        client.onCompleted();
    }

    @Override
    public void drain(DrainRequest request, StreamObserver<DrainResponse> client) {
        server.drain();
        long limitSeconds = Integer.toUnsignedLong(request.getLimitS());
        if (limitSeconds > 0) {
            LOG.infof("This relay ends in %d s, as it was asked to drain", limitSeconds);
            thread.schedule(() -> Quarkus.asyncExit(0), limitSeconds, TimeUnit.SECONDS);
        }
        client.onNext(DrainResponse.newBuilder().setRemaining(server.left()).build());
        client.onCompleted();
    }

    @PreDestroy
    void stop() {
        thread.shutdownNow();
    }
}
