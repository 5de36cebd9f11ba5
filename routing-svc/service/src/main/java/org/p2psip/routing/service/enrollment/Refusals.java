package org.p2psip.routing.service.enrollment;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.routing.admission.Ruling;
import org.p2psip.routing.service.operation.Errors;

/** What the enrollment server refuses, in the contract's terms. */
final class Refusals {
    private Refusals() {}

    static Error error(Ruling.Refused<?> refused) {
        ErrorCode code =
                switch (refused.cause()) {
                    case INVALID, WRONG_STATE -> ErrorCode.ERROR_CODE_INVALID_MESSAGE;
                    case FORBIDDEN -> ErrorCode.ERROR_CODE_FORBIDDEN;
                    case NOT_FOUND -> ErrorCode.ERROR_CODE_NOT_FOUND;
                    case LIMIT -> ErrorCode.ERROR_CODE_LIMIT_REACHED;
                    case UNAVAILABLE -> ErrorCode.ERROR_CODE_UNAVAILABLE;
                };
        return Errors.of(code, refused.message());
    }

    static StatusRuntimeException status(Ruling.Refused<?> refused) {
        return refused.cause() == Ruling.Cause.WRONG_STATE
                ? Errors.toStatus(Status.FAILED_PRECONDITION, error(refused))
                : Errors.toStatus(error(refused));
    }
}
