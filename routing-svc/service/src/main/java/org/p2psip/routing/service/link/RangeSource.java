package org.p2psip.routing.service.link;

import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.CompletableFuture;
import org.p2psip.proto.v1.HandOverBatch;
import org.p2psip.proto.v1.HandOverRequest;

/** Who gives records to peers of other sites. */
public interface RangeSource {
    /** Another peer asks for a range; called where the call arrives. */
    void give(HandOverRequest request, ServerCallStreamObserver<HandOverBatch> client);

    /**
     * This peer has left the ring: the future is done when nobody takes ranges any more, and for a moment nobody began to.
     * From any thread.
     */
    CompletableFuture<Void> given();
}
