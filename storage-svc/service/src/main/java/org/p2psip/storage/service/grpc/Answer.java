package org.p2psip.storage.service.grpc;

import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;

/**
 * What an operation came to.
 *
 * @param <T> the response message
 */
sealed interface Answer<T> {
    record Done<T>(T response) implements Answer<T> {}

    record Failed<T>(Error error) implements Answer<T> {
        static <T> Failed<T> of(ErrorCode code, String message) {
            return new Failed<>(
                    Error.newBuilder().setCode(code).setMessage(message).build());
        }
    }
}
