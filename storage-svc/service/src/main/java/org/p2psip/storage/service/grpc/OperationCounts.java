package org.p2psip.storage.service.grpc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.Error;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.StorageOperation.RequestCase;
import org.p2psip.storage.service.records.NotServing;

/** Counts operations by what they are and how they ended; says of store failures, at most one a second. */
final class OperationCounts {
    private static final Logger LOG = Logger.getLogger(OperationCounts.class);
    private static final long LOG_EVERY_MS = 1000;

    private final Map<RequestCase, Counter> accepted = new EnumMap<>(RequestCase.class);
    private final Map<RequestCase, Map<ErrorCode, Counter>> failed = new EnumMap<>(RequestCase.class);
    private final Counter messages;
    private volatile long loggedAtMs;

    OperationCounts(MeterRegistry metrics) {
        messages = Counter.builder("p2psip.storage.result.messages")
                .description("Messages of results sent on streams; several results share one")
                .register(metrics);
        for (RequestCase operation : RequestCase.values()) {
            accepted.put(operation, counter(metrics, operation, "ok"));
            Map<ErrorCode, Counter> byCode = new EnumMap<>(ErrorCode.class);
            for (ErrorCode code : ErrorCode.values()) {
                byCode.put(code, counter(metrics, operation, label(code)));
            }
            failed.put(operation, byCode);
        }
    }

    void count(RequestCase operation, Answer<?> answer) {
        switch (answer) {
            case Answer.Done<?> done -> accepted.get(operation).increment();
            case Answer.Failed<?>(Error error) ->
                failed.get(operation).get(error.getCode()).increment();
        }
    }

    void messageSent() {
        messages.increment();
    }

    /** The store failed, or does not serve now: answered as UNAVAILABLE, and logged when something is broken. */
    <T> Answer<T> storeFailed(Throwable cause, long nowMs) {
        Throwable reason = cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
        if (reason instanceof NotServing) {
            return Answer.Failed.of(ErrorCode.ERROR_CODE_UNAVAILABLE, reason.getMessage());
        }
        if (nowMs - loggedAtMs > LOG_EVERY_MS) {
            loggedAtMs = nowMs;
            LOG.error("The store does not serve", cause);
        }
        return Answer.Failed.of(ErrorCode.ERROR_CODE_UNAVAILABLE, "The store cannot serve now: " + cause);
    }

    private static Counter counter(MeterRegistry metrics, RequestCase operation, String result) {
        return Counter.builder("p2psip.storage.operations")
                .description("Operations by kind and result")
                .tag("operation", operation.name().toLowerCase(Locale.ROOT))
                .tag("result", result)
                .register(metrics);
    }

    private static String label(ErrorCode code) {
        return code.name().replace("ERROR_CODE_", "").toLowerCase(Locale.ROOT);
    }
}
