package org.p2psip.routing.service.link;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import java.util.Optional;
import org.p2psip.proto.v1.HandOverBatch;
import org.p2psip.proto.v1.HandOverRequest;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.PeerMessage;

/** Takes the links that other peers open, and gives them the ranges that have passed to them. */
@GrpcService
@RegisterInterceptor(LinkTransport.class)
public class LinkService extends PeerGrpc.PeerImplBase {
    private final PeerLinks links;
    private final LinkIdentity identity;
    private final RangeSource ranges;

    LinkService(PeerLinks links, LinkIdentity identity, RangeSource ranges) {
        this.links = links;
        this.identity = identity;
        this.ranges = ranges;
    }

    @Override
    public StreamObserver<PeerMessage> link(StreamObserver<PeerMessage> peer) {
        return links.accept((ServerCallStreamObserver<PeerMessage>) peer);
    }

    @Override
    public void handOver(HandOverRequest request, StreamObserver<HandOverBatch> peer) {
        Optional<String> refusal = identity.refusal(LinkTransport.current());
        if (refusal.isPresent()) {
            peer.onError(Status.UNAUTHENTICATED.withDescription(refusal.get()).asException());
        } else {
            ranges.give(request, (ServerCallStreamObserver<HandOverBatch>) peer);
        }
    }
}
