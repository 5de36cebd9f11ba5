package org.p2psip.routing.service.operation;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.routing.record.Verdict;

/** Errors of the contracts, and how a unary call ends with one: a gRPC status and a trailer. */
public final class Errors {
    /** Trailer with the serialized error. */
    public static final Metadata.Key<Error> TRAILER =
            Metadata.Key.of("p2psip-error-bin", ProtoUtils.metadataMarshaller(Error.getDefaultInstance()));
    /** Longest message of an error, characters. */
    private static final int MESSAGE_LIMIT = 1024;

    private Errors() {}

    public static Error of(ErrorCode code, String message) {
        String bounded = message.length() <= MESSAGE_LIMIT ? message : message.substring(0, MESSAGE_LIMIT);
        return Error.newBuilder().setCode(code).setMessage(bounded).build();
    }

    public static Error of(Verdict.Refused refused) {
        ErrorCode code =
                switch (refused.reason()) {
                    case INVALID_MESSAGE -> ErrorCode.ERROR_CODE_INVALID_MESSAGE;
                    case DATA_TOO_LARGE -> ErrorCode.ERROR_CODE_DATA_TOO_LARGE;
                    case MESSAGE_TOO_LARGE -> ErrorCode.ERROR_CODE_MESSAGE_TOO_LARGE;
                };
        return of(code, refused.message());
    }

    public static StatusRuntimeException toStatus(Error error) {
        return toStatus(statusOf(error.getCode()), error);
    }

    /** With another status than that of the code, where the contract says so. */
    public static StatusRuntimeException toStatus(Status status, Error error) {
        Metadata trailers = new Metadata();
        trailers.put(TRAILER, error);
        return status.withDescription(error.getMessage()).asRuntimeException(trailers);
    }

    private static Status statusOf(ErrorCode code) {
        return switch (code) {
            case ERROR_CODE_INVALID_MESSAGE, ERROR_CODE_UNKNOWN_KIND -> Status.INVALID_ARGUMENT;
            case ERROR_CODE_FORBIDDEN -> Status.PERMISSION_DENIED;
            case ERROR_CODE_NOT_FOUND, ERROR_CODE_INCOMPATIBLE_WITH_OVERLAY -> Status.NOT_FOUND;
            case ERROR_CODE_GENERATION_COUNTER_TOO_LOW, ERROR_CODE_DATA_TOO_OLD -> Status.FAILED_PRECONDITION;
            case ERROR_CODE_ORDER_TOO_OLD -> Status.ABORTED;
            case ERROR_CODE_DATA_TOO_LARGE,
                    ERROR_CODE_MESSAGE_TOO_LARGE,
                    ERROR_CODE_RESPONSE_TOO_LARGE,
                    ERROR_CODE_LIMIT_REACHED -> Status.RESOURCE_EXHAUSTED;
            case ERROR_CODE_UNAVAILABLE -> Status.UNAVAILABLE;
            case ERROR_CODE_REQUEST_TIMEOUT -> Status.DEADLINE_EXCEEDED;
            default -> Status.INTERNAL;
        };
    }
}
