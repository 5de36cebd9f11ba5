package org.p2psip.routing.service.remote;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.p2psip.proto.v1.ErrorCode;
import org.p2psip.routing.message.Method;

/** Counts what this peer asked of others, by method and result; both come from closed sets. */
@Singleton
final class RemoteMetrics {
    private static final String NAME = "p2psip.ring.lookups";

    private final Map<Method, Counter> succeeded = new EnumMap<>(Method.class);
    private final Map<Method, Map<ErrorCode, Counter>> failed = new EnumMap<>(Method.class);

    RemoteMetrics(MeterRegistry registry) {
        for (Method method : new Method[] {Method.STORE, Method.FETCH, Method.APP_ATTACH}) {
            String tag = method.name().toLowerCase(Locale.ROOT);
            succeeded.put(method, registry.counter(NAME, "method", tag, "result", "ok"));
            Map<ErrorCode, Counter> codes = new EnumMap<>(ErrorCode.class);
            for (ErrorCode code : ErrorCode.values()) {
                String result = code.name().toLowerCase(Locale.ROOT).replace("error_code_", "");
                codes.put(code, registry.counter(NAME, "method", tag, "result", result));
            }
            failed.put(method, codes);
        }
    }

    /** @param code null when it succeeded */
    void answered(Method method, ErrorCode code) {
        (code == null ? succeeded.get(method) : failed.get(method).get(code)).increment();
    }
}
