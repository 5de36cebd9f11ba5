package org.p2psip.routing.service.link;

import io.grpc.stub.ServerCallStreamObserver;
import org.p2psip.proto.v1.PeerWatchRequest;
import org.p2psip.proto.v1.WatchEvent;

/** Who tells peers of other sites what changes here. */
public interface WatchSource {
    /** Another peer watches a resource for its client; called where the call arrives. */
    void watch(PeerWatchRequest request, ServerCallStreamObserver<WatchEvent> peer);
}
