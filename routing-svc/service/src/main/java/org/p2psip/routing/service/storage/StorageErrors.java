package org.p2psip.routing.service.storage;

import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.StorageResult;

/** What the link itself answers where storage does not. */
final class StorageErrors {
    private StorageErrors() {}

    static StorageResult unavailable(String reason) {
        return of(ErrorCode.ERROR_CODE_UNAVAILABLE, "storage cannot be reached (" + reason + "); try again later");
    }

    static StorageResult stopping() {
        return of(ErrorCode.ERROR_CODE_UNAVAILABLE, "this peer is stopping; use another one");
    }

    static StorageResult timedOut() {
        return of(
                ErrorCode.ERROR_CODE_REQUEST_TIMEOUT, "storage did not answer in time; a write may have been applied");
    }

    static StorageResult full() {
        return of(
                ErrorCode.ERROR_CODE_LIMIT_REACHED,
                "too many operations wait for storage (p2psip.routing.limits.storage-in-flight and"
                        + " storage-in-flight-bytes); try again later");
    }

    private static StorageResult of(ErrorCode code, String message) {
        return StorageResult.newBuilder()
                .setError(Error.newBuilder().setCode(code).setMessage(message))
                .build();
    }
}
