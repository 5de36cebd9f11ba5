package org.p2psip.routing.service.link;

import io.grpc.stub.ServerCallStreamObserver;
import org.p2psip.proto.v1.CompareAnswer;
import org.p2psip.proto.v1.CompareRequest;

/** Who tells peers of other sites what this site has, in digests. */
public interface CompareSource {
    /** Another peer compares a range; called where the call arrives. */
    void compare(CompareRequest request, ServerCallStreamObserver<CompareAnswer> peer);
}
