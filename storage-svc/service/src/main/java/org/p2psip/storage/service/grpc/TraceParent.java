package org.p2psip.storage.service.grpc;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.List;
import java.util.Optional;

/** A span as an operation carries it (W3C Trace Context section 3.2): {@code 00-TRACE-SPAN-FLAGS}. */
final class TraceParent {
    private static final String NAME = "traceparent";
    private static final TextMapGetter<String> FIELD = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String text) {
            return List.of(NAME);
        }

        @Override
        public String get(String text, String name) {
            return name.equals(NAME) ? text : null;
        }
    };

    private TraceParent() {}

    /** The span as a parent; empty when the text is not one. */
    static Optional<Context> parent(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Context context = W3CTraceContextPropagator.getInstance().extract(Context.root(), text, FIELD);
        return Optional.of(context)
                .filter(extracted ->
                        Span.fromContext(extracted).getSpanContext().isValid());
    }
}
