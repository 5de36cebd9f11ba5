package org.p2psip.routing.service.storage;

import java.util.function.Consumer;
import org.p2psip.proto.v1.StorageOperation;
import org.p2psip.proto.v1.StorageResult;

/**
 * An operation for storage.
 *
 * @param operation without id, which the link gives; nobody else touches it afterwards
 * @param timeoutMs milliseconds to wait for the answer, 1 to 60 000
 * @param answer called once on the peer loop: storage's result, or an error of the link
 */
public record StorageRequest(StorageOperation.Builder operation, int timeoutMs, Consumer<StorageResult> answer) {
    /** Time that an operation gets when its caller names none: the reliability timer of RFC 6940 section 6.2.1. */
    public static final int DEFAULT_TIMEOUT_MS = 3000;

    /** Longest time that a caller may name, milliseconds. */
    public static final int TIMEOUT_LIMIT_MS = 60_000;
}
