package org.p2psip.routing.service.bootstrap;

import com.google.protobuf.ByteString;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.grpc.GrpcService;
import jakarta.inject.Inject;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.BootstrapRedirect;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.DiscoverResponse;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.PeerInfo;
import org.p2psip.proto.v1.PeerSample;
import org.p2psip.routing.bootstrap.BootstrapAnswer;
import org.p2psip.routing.bootstrap.BootstrapServer;
import org.p2psip.routing.record.Quote;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.Errors;
import org.p2psip.routing.service.peer.OverlaySequence;
import org.p2psip.routing.service.storage.PeerLoop;

/** Tells who starts where the overlay begins. The peer's loop owns what it knows. */
@GrpcService
public class BootstrapService extends BootstrapGrpc.BootstrapImplBase {
    private final Settings settings;
    private final Executor loop;
    private final IntSupplier sequence;
    private final BootstrapServer server;

    @Inject
    BootstrapService(
            KnownPeers known, Settings settings, PeerLoop loop, OverlaySequence sequence, MeterRegistry metrics) {
        this(known, settings, loop, sequence::current, metrics);
    }

    BootstrapService(KnownPeers known, Settings settings, Executor loop, IntSupplier sequence, MeterRegistry metrics) {
        this.sequence = sequence;
        this.settings = settings;
        this.loop = loop;
        this.server = known.server();
        Gauge.builder("p2psip.bootstrap.pool", server, BootstrapServer::known).register(metrics);
        FunctionCounter.builder("p2psip.bootstrap.pool.evicted", server, BootstrapServer::evicted)
                .register(metrics);
        FunctionCounter.builder("p2psip.bootstrap.redirected", server, BootstrapServer::redirected)
                .register(metrics);
        FunctionCounter.builder("p2psip.bootstrap.refused", server, BootstrapServer::refused)
                .register(metrics);
    }

    @Override
    public void discover(DiscoverRequest request, StreamObserver<DiscoverResponse> client) {
        String wanted = request.getOverlay();
        if (Integer.compareUnsigned(request.getCount(), BootstrapServer.MAX_COUNT) > 0) {
            client.onError(Errors.toStatus(Errors.of(
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "count is " + Integer.toUnsignedString(request.getCount()) + ", expected 0 to "
                            + BootstrapServer.MAX_COUNT)));
        } else if (!wanted.isEmpty() && !wanted.toLowerCase(Locale.ROOT).equals(settings.overlay())) {
            client.onError(Errors.toStatus(otherOverlay(wanted)));
        } else {
            loop.execute(() -> answer(server.discover(request.getCount(), PeerLoop.nowMs()), client));
        }
    }

    private void answer(BootstrapAnswer answer, StreamObserver<DiscoverResponse> client) {
        DiscoverResponse.Builder response =
                DiscoverResponse.newBuilder().setOverlay(settings.overlay()).setConfigSequence(sequence.getAsInt());
        switch (answer) {
            case BootstrapAnswer.Sample sample -> {
                PeerSample.Builder peers = response.getSampleBuilder();
                sample.peers().forEach(heard -> peers.addPeers(info(heard)));
            }
            case BootstrapAnswer.Redirect redirect ->
                response.setRedirect(BootstrapRedirect.newBuilder().addAllServers(redirect.servers()));
            case BootstrapAnswer.Overloaded overloaded -> {
                client.onError(Errors.toStatus(Errors.of(
                        ErrorCode.ERROR_CODE_LIMIT_REACHED,
                        "more than p2psip.bootstrap.rate ("
                                + settings.bootstrap().server().ratePerSecond() + ") questions a second; ask again in "
                                + overloaded.retryAfterMs() + " ms")));
                return;
            }
        }
        client.onNext(response.build());
        client.onCompleted();
    }

    private static PeerInfo info(BootstrapAnswer.Heard heard) {
        return PeerInfo.newBuilder()
                .setNodeId(ByteString.copyFrom(heard.peer().id().toBytes()))
                .setAddress(heard.peer().address())
                .setSite(heard.peer().site())
                .setLastSeenAgoMs(heard.agoMs())
                .build();
    }

    private Error otherOverlay(String wanted) {
        return Errors.of(
                ErrorCode.ERROR_CODE_INCOMPATIBLE_WITH_OVERLAY,
                "this is the overlay " + settings.overlay() + ", not '" + Quote.shorten(wanted) + "'");
    }
}
