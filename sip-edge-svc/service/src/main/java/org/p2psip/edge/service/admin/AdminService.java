package org.p2psip.edge.service.admin;

import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.runtime.GrpcServerRecorder;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.p2psip.edge.service.EdgeProcess;
import org.p2psip.edge.service.settings.EdgeProperties;
import org.p2psip.edge.service.settings.SettingRefused;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.DrainRequest;
import org.p2psip.proto.v1.DrainResponse;
import org.p2psip.proto.v1.GetStatusRequest;
import org.p2psip.proto.v1.ServiceStatus;
import org.p2psip.tls.service.GrpcServerStart;
import org.p2psip.tls.service.ServiceCounters;

/** What every service tells its operators. */
@GrpcService
public class AdminService extends AdminGrpc.AdminImplBase {
    private static final Logger LOG = Logger.getLogger(AdminService.class);

    private final EdgeProcess edge;
    private final MeterRegistry meters;
    private final String version;

    AdminService(
            EdgeProcess edge,
            MeterRegistry meters,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.edge = edge;
        this.meters = meters;
        this.version = version;
    }

    /** Before anything is served. */
    void start(
            @Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) StartupEvent starting, EdgeProperties properties) {
        if (!GrpcServerStart.isListening(GrpcServerRecorder::getVerticleCount)) {
            throw new SettingRefused(
                    "p2psip.grpc.port", properties.grpc().port(), "must be a free port at p2psip.grpc.listen");
        }
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<ServiceStatus> client) {
        client.onNext(ServiceStatus.newBuilder()
                .setService("edge")
                .setVersion(version)
                .setStartedAtMs(ManagementFactory.getRuntimeMXBean().getStartTime())
                .setDraining(edge.isDraining())
                .putAllCounters(ServiceCounters.of(meters))
                .build());
        client.onCompleted();
    }

    @Override
    public void drain(DrainRequest request, StreamObserver<DrainResponse> client) {
        long limitSeconds = Integer.toUnsignedLong(request.getLimitS());
        LoopCall.on(edge, client, () -> {
            edge.drain();
            if (limitSeconds > 0) {
                LOG.infof("This edge ends in %d s, as it was asked to drain", limitSeconds);
                edge.eventLoop().schedule(() -> Quarkus.asyncExit(0), limitSeconds, TimeUnit.SECONDS);
            }
            return DrainResponse.newBuilder()
                    .setRemaining(edge.loop().unansweredRequests() + edge.loop().activeCalls())
                    .build();
        });
    }
}
