package org.p2psip.routing.service.peer;

import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import org.p2psip.proto.v1.GetRingRequest;
import org.p2psip.proto.v1.Ring;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.routing.service.config.Settings;

/** Shows operators the ring as this peer sees it. */
@GrpcService
public class RingAdminService extends RingAdminGrpc.RingAdminImplBase {
    private final LocalPeer peer;
    private final Settings settings;

    RingAdminService(LocalPeer peer, Settings settings) {
        this.peer = peer;
        this.settings = settings;
    }

    @Override
    public void getRing(GetRingRequest request, StreamObserver<Ring> client) {
        client.onNext(Ring.newBuilder()
                .setSelf(peer.info())
                .addSitePeers(peer.info())
                .setRangeFirst(peer.rangeFirst())
                .setOverlay(settings.overlay())
                .build());
        client.onCompleted();
    }
}
