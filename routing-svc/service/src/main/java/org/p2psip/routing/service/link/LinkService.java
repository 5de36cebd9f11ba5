package org.p2psip.routing.service.link;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import java.util.Optional;
import org.p2psip.proto.v1.CompareAnswer;
import org.p2psip.proto.v1.CompareRequest;
import org.p2psip.proto.v1.HandOverBatch;
import org.p2psip.proto.v1.HandOverRequest;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.PeerMessage;
import org.p2psip.proto.v1.PeerWatchRequest;
import org.p2psip.proto.v1.WatchEvent;

/** Takes the links that other peers open, gives them the ranges that have passed to them, and tells them what changes. */
@GrpcService
@RegisterInterceptor(LinkTransport.class)
public class LinkService extends PeerGrpc.PeerImplBase {
    private final PeerLinks links;
    private final LinkIdentity identity;
    private final RangeSource ranges;
    private final WatchSource watches;
    private final CompareSource digests;

    LinkService(
            PeerLinks links, LinkIdentity identity, RangeSource ranges, WatchSource watches, CompareSource digests) {
        this.links = links;
        this.identity = identity;
        this.ranges = ranges;
        this.watches = watches;
        this.digests = digests;
    }

    @Override
    public StreamObserver<PeerMessage> link(StreamObserver<PeerMessage> peer) {
        return links.accept((ServerCallStreamObserver<PeerMessage>) peer);
    }

    @Override
    public void handOver(HandOverRequest request, StreamObserver<HandOverBatch> peer) {
        ifPeer(peer, () -> ranges.give(request, (ServerCallStreamObserver<HandOverBatch>) peer));
    }

    @Override
    public void watch(PeerWatchRequest request, StreamObserver<WatchEvent> peer) {
        ifPeer(peer, () -> watches.watch(request, (ServerCallStreamObserver<WatchEvent>) peer));
    }

    @Override
    public void compare(CompareRequest request, StreamObserver<CompareAnswer> peer) {
        ifPeer(peer, () -> digests.compare(request, (ServerCallStreamObserver<CompareAnswer>) peer));
    }

    private void ifPeer(StreamObserver<?> caller, Runnable call) {
        Optional<String> refusal = identity.refusal(LinkTransport.current());
        if (refusal.isPresent()) {
            caller.onError(Status.UNAUTHENTICATED.withDescription(refusal.get()).asException());
        } else {
            call.run();
        }
    }
}
