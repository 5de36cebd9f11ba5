package org.p2psip.storage.service.message;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.storage.write.WriteResult.Refused;

/** An error in its two forms: a message in a pipelined result, a status with a trailer in a single call. */
public final class Errors {
    private static final int MAX_MESSAGE = 1024;

    private Errors() {}

    /** A refusal of the rules; its message is cut at 1024 characters. */
    public static Error of(Refused refused) {
        ErrorCode code =
                switch (refused.code()) {
                    case FORBIDDEN -> ErrorCode.ERROR_CODE_FORBIDDEN;
                    case INVALID_MESSAGE -> ErrorCode.ERROR_CODE_INVALID_MESSAGE;
                    case UNKNOWN_KIND -> ErrorCode.ERROR_CODE_UNKNOWN_KIND;
                    case DATA_TOO_LARGE -> ErrorCode.ERROR_CODE_DATA_TOO_LARGE;
                    case LIMIT_REACHED -> ErrorCode.ERROR_CODE_LIMIT_REACHED;
                    case GENERATION_COUNTER_TOO_LOW -> ErrorCode.ERROR_CODE_GENERATION_COUNTER_TOO_LOW;
                    case DATA_TOO_OLD -> ErrorCode.ERROR_CODE_DATA_TOO_OLD;
                    case ORDER_TOO_OLD -> ErrorCode.ERROR_CODE_ORDER_TOO_OLD;
                    case CERTIFICATE_UNKNOWN -> ErrorCode.ERROR_CODE_CERTIFICATE_UNKNOWN;
                };
        String message = refused.message();
        return Error.newBuilder()
                .setCode(code)
                .setMessage(message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message)
                .setStoredGeneration(refused.storedGeneration())
                .setStoredStorageTimeMs(refused.storedStorageTimeMs())
                .build();
    }

    /** For a single call: the status that the contract pairs with the code, and the trailer "p2psip-error-bin". */
    public static StatusRuntimeException exception(Error error) {
        Metadata trailers = new Metadata();
        trailers.put(Metadata.Key.of("p2psip-error-bin", Metadata.BINARY_BYTE_MARSHALLER), error.toByteArray());
        return status(error.getCode()).withDescription(error.getMessage()).asRuntimeException(trailers);
    }

    private static Status status(ErrorCode code) {
        return switch (code) {
            case ERROR_CODE_INVALID_MESSAGE, ERROR_CODE_UNKNOWN_KIND -> Status.INVALID_ARGUMENT;
            case ERROR_CODE_FORBIDDEN -> Status.PERMISSION_DENIED;
            case ERROR_CODE_GENERATION_COUNTER_TOO_LOW, ERROR_CODE_DATA_TOO_OLD, ERROR_CODE_CERTIFICATE_UNKNOWN ->
                Status.FAILED_PRECONDITION;
            case ERROR_CODE_ORDER_TOO_OLD -> Status.ABORTED;
            case ERROR_CODE_DATA_TOO_LARGE, ERROR_CODE_LIMIT_REACHED -> Status.RESOURCE_EXHAUSTED;
            case ERROR_CODE_UNAVAILABLE -> Status.UNAVAILABLE;
            default -> Status.INTERNAL;
        };
    }
}
