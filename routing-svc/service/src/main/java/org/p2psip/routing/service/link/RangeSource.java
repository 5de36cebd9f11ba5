package org.p2psip.routing.service.link;

import io.grpc.stub.ServerCallStreamObserver;
import org.p2psip.proto.v1.HandOverBatch;
import org.p2psip.proto.v1.HandOverRequest;

/** Who gives records to peers of other sites. */
public interface RangeSource {
    /** Another peer asks for a range; called where the call arrives. */
    void give(HandOverRequest request, ServerCallStreamObserver<HandOverBatch> client);
}
