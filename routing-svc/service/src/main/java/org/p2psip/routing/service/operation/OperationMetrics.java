package org.p2psip.routing.service.operation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.proto.v1.Result;

/** Counts the operations of clients by kind and result; both come from closed sets. */
@Singleton
final class OperationMetrics {
    private static final String NAME = "p2psip.routing.operations";

    private final Map<OperationKind, Counter> succeeded = new EnumMap<>(OperationKind.class);
    private final Map<OperationKind, Map<ErrorCode, Counter>> failed = new EnumMap<>(OperationKind.class);

    OperationMetrics(MeterRegistry registry) {
        for (OperationKind kind : OperationKind.values()) {
            String kindTag = kind.name().toLowerCase(Locale.ROOT);
            succeeded.put(kind, registry.counter(NAME, "kind", kindTag, "result", "ok"));
            Map<ErrorCode, Counter> codes = new EnumMap<>(ErrorCode.class);
            for (ErrorCode code : ErrorCode.values()) {
                String tag = code.name().toLowerCase(Locale.ROOT).replace("error_code_", "");
                codes.put(code, registry.counter(NAME, "kind", kindTag, "result", tag));
            }
            failed.put(kind, codes);
        }
    }

    void count(OperationKind kind, Result result) {
        Counter counter =
                result.hasError() ? failed.get(kind).get(result.getError().getCode()) : succeeded.get(kind);
        counter.increment();
    }
}
