package org.p2psip.routing.service.admin;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import io.quarkus.runtime.ApplicationConfig;
import io.quarkus.runtime.Quarkus;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.AdminGrpc;
import org.p2psip.proto.v1.DrainRequest;
import org.p2psip.proto.v1.DrainResponse;
import org.p2psip.proto.v1.GetStatusRequest;
import org.p2psip.proto.v1.ServiceStatus;
import org.p2psip.routing.service.overlay.OpenStreams;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.watch.Watchers;
import org.p2psip.tls.service.ServiceCounters;

/**
 * What every service tells its operators. A routing peer drains by leaving the ring in good order (RFC 6940 section 10.9);
 * then its clients' streams end, so that they go on with other peers.
 */
@GrpcService
public class AdminService extends AdminGrpc.AdminImplBase {
    private static final Logger LOG = Logger.getLogger(AdminService.class);

    private final RingPeer ring;
    private final OpenStreams streams;
    private final Watchers watchers;
    private final PeerLoop loop;
    private final MeterRegistry meters;
    private final String version;
    private volatile boolean draining;

    AdminService(
            RingPeer ring,
            OpenStreams streams,
            Watchers watchers,
            PeerLoop loop,
            MeterRegistry meters,
            ApplicationConfig application) {
        this.ring = ring;
        this.streams = streams;
        this.watchers = watchers;
        this.loop = loop;
        this.meters = meters;
        this.version = application.version().orElse("unknown");
    }

    @Override
    public void getStatus(GetStatusRequest request, StreamObserver<ServiceStatus> client) {
        client.onNext(ServiceStatus.newBuilder()
                .setService("routing")
                .setVersion(version)
                .setStartedAtMs(ManagementFactory.getRuntimeMXBean().getStartTime())
                .setDraining(draining)
                .putAllCounters(ServiceCounters.of(meters))
                .build());
        client.onCompleted();
    }

    @Override
    public void drain(DrainRequest request, StreamObserver<DrainResponse> client) {
        // Without a handler an answer to a client that left would throw.
        ((ServerCallStreamObserver<DrainResponse>) client).setOnCancelHandler(() -> {});
        long limitS = Integer.toUnsignedLong(request.getLimitS());
        loop.execute(() -> {
            if (!draining) {
                draining = true;
                LOG.info("This peer leaves the ring, as it was asked to drain");
                ring.leave().thenRun(() -> {
                    streams.stop();
                    loop.execute(watchers::endAll);
                });
            }
            if (limitS > 0) {
                LOG.infof("This peer ends in %d s, as it was asked to drain", limitS);
                loop.scheduler().schedule(() -> Quarkus.asyncExit(0), limitS, TimeUnit.SECONDS);
            }
            client.onNext(
                    DrainResponse.newBuilder().setRemaining(streams.count()).build());
            client.onCompleted();
        });
    }
}
