package org.p2psip.routing.service.peer;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import java.util.Locale;
import org.p2psip.proto.v1.BootstrapGrpc;
import org.p2psip.proto.v1.DiscoverRequest;
import org.p2psip.proto.v1.DiscoverResponse;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.PeerSample;
import org.p2psip.routing.record.Quote;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.operation.Errors;

/** Tells who starts where the overlay begins. */
@GrpcService
public class BootstrapService extends BootstrapGrpc.BootstrapImplBase {
    /** Peers that may be asked for at once. */
    private static final int COUNT_LIMIT = 64;

    private final LocalPeer peer;
    private final Settings settings;

    BootstrapService(LocalPeer peer, Settings settings) {
        this.peer = peer;
        this.settings = settings;
    }

    @Override
    public void discover(DiscoverRequest request, StreamObserver<DiscoverResponse> client) {
        String wanted = request.getOverlay();
        if (Integer.compareUnsigned(request.getCount(), COUNT_LIMIT) > 0) {
            client.onError(Errors.toStatus(Errors.of(
                    ErrorCode.ERROR_CODE_INVALID_MESSAGE,
                    "count is " + Integer.toUnsignedString(request.getCount()) + ", expected 0 to " + COUNT_LIMIT)));
        } else if (!wanted.isEmpty() && !wanted.toLowerCase(Locale.ROOT).equals(settings.overlay())) {
            client.onError(Errors.toStatus(otherOverlay(wanted)));
        } else {
            client.onNext(DiscoverResponse.newBuilder()
                    .setOverlay(settings.overlay())
                    .setConfigSequence(OverlaySequence.CURRENT)
                    .setSample(PeerSample.newBuilder().addPeers(peer.info()))
                    .build());
            client.onCompleted();
        }
    }

    private Error otherOverlay(String wanted) {
        return Errors.of(
                ErrorCode.ERROR_CODE_INCOMPATIBLE_WITH_OVERLAY,
                "this is the overlay " + settings.overlay() + ", not '" + Quote.shorten(wanted) + "'");
    }
}
