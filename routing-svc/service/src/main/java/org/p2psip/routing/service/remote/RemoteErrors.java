package org.p2psip.routing.service.remote;

import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.service.operation.Errors;

/** What a client is told where another peer did not answer, or refused. */
final class RemoteErrors {
    private RemoteErrors() {}

    static Error outside() {
        return of(ErrorCode.ERROR_CODE_UNAVAILABLE, "this peer is not in the ring yet; use another one");
    }

    static Error timedOut(String who) {
        return of(ErrorCode.ERROR_CODE_REQUEST_TIMEOUT, who + " did not answer in time; a write may have been applied");
    }

    /** Routing failed: to a client most of its errors say no more than that it may try again. */
    static Error of(Contents.Failure failure) {
        return switch (failure.code()) {
            case REQUEST_TIMEOUT -> timedOut(failure.info());
            case LIMIT_REACHED -> of(ErrorCode.ERROR_CODE_LIMIT_REACHED, failure.info());
            case FORBIDDEN -> of(ErrorCode.ERROR_CODE_FORBIDDEN, failure.info());
            case INVALID_MESSAGE -> of(ErrorCode.ERROR_CODE_INVALID_MESSAGE, failure.info());
            case MESSAGE_TOO_LARGE -> of(ErrorCode.ERROR_CODE_MESSAGE_TOO_LARGE, failure.info());
            case RESPONSE_TOO_LARGE -> of(ErrorCode.ERROR_CODE_RESPONSE_TOO_LARGE, failure.info());
            default ->
                of(
                        ErrorCode.ERROR_CODE_UNAVAILABLE,
                        "the overlay could not bring it there (" + failure.info() + "); try again later");
        };
    }

    static Error of(ErrorCode code, String message) {
        return Errors.of(code, message);
    }

    static StorageResult result(Error error) {
        return StorageResult.newBuilder().setError(error).build();
    }
}
