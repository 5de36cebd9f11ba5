package org.p2psip.edge.service.admin;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.quarkus.grpc.GrpcService;
import jakarta.enterprise.inject.Instance;
import java.util.Optional;
import org.p2psip.edge.service.EdgeProcess;
import org.p2psip.proto.v1.EdgeAdminGrpc;
import org.p2psip.proto.v1.ListTrunksRequest;
import org.p2psip.proto.v1.ListTrunksResponse;
import org.p2psip.proto.v1.SetTraceRequest;
import org.p2psip.proto.v1.SetTraceResponse;

/** What only an edge tells its operators. */
@GrpcService
public class EdgeAdminService extends EdgeAdminGrpc.EdgeAdminImplBase {
    private final EdgeProcess edge;
    private final Instance<MessageTrace> trace;

    EdgeAdminService(EdgeProcess edge, Instance<MessageTrace> trace) {
        this.edge = edge;
        this.trace = trace;
    }

    @Override
    public void listTrunks(ListTrunksRequest request, StreamObserver<ListTrunksResponse> client) {
        LoopCall.on(edge, client, ListTrunksResponse::getDefaultInstance);
    }

    @Override
    public void setTrace(SetTraceRequest request, StreamObserver<SetTraceResponse> client) {
        if (trace.isUnsatisfied()) {
            client.onError(Status.UNIMPLEMENTED
                    .withDescription("this edge has no message trace")
                    .asRuntimeException());
            return;
        }
        LoopCall.on(edge, client, () -> {
            Optional<String> refusal = trace.get().set(request.getUser(), request.getOn());
            if (refusal.isPresent()) {
                throw Status.FAILED_PRECONDITION.withDescription(refusal.get()).asRuntimeException();
            }
            return SetTraceResponse.getDefaultInstance();
        });
    }
}
