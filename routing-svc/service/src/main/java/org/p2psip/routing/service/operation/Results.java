package org.p2psip.routing.service.operation;

import com.google.protobuf.ByteString;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.Result;
import org.p2psip.routing.record.Verdict;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.service.storage.StorageRequest;

/** Makes results of operations, and counts each of them once. */
record Results(OperationMetrics metrics) {
    static Resource withId(Resource resource, ResourceId id) {
        return resource.getResourceId().isEmpty()
                ? resource.toBuilder()
                        .setResourceId(ByteString.copyFrom(id.toBytes()))
                        .build()
                : resource;
    }

    static int timeoutMs(Operation operation) {
        return operation.getTimeoutMs() == 0 ? StorageRequest.DEFAULT_TIMEOUT_MS : operation.getTimeoutMs();
    }

    Plan refuse(OperationKind kind, Operation operation, Verdict.Refused refused) {
        return new Plan.Answer(counted(kind, error(operation.getId(), Errors.of(refused))));
    }

    Plan refuse(OperationKind kind, Operation operation, ErrorCode code, String message) {
        return new Plan.Answer(counted(kind, error(operation.getId(), Errors.of(code, message))));
    }

    static Result error(long id, Error error) {
        return Result.newBuilder().setId(id).setError(error).build();
    }

    Result counted(OperationKind kind, Result result) {
        metrics.count(kind, result);
        return result;
    }
}
