package org.p2psip.routing.service.link;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import io.quarkus.grpc.RegisterInterceptor;
import org.p2psip.proto.v1.PeerGrpc;
import org.p2psip.proto.v1.PeerMessage;

/** Takes the links that other peers open. */
@GrpcService
@RegisterInterceptor(LinkTransport.class)
public class LinkService extends PeerGrpc.PeerImplBase {
    private final PeerLinks links;

    LinkService(PeerLinks links) {
        this.links = links;
    }

    @Override
    public StreamObserver<PeerMessage> link(StreamObserver<PeerMessage> peer) {
        return links.accept((ServerCallStreamObserver<PeerMessage>) peer);
    }
}
