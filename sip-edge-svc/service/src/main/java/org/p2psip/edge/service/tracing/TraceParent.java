package org.p2psip.edge.service.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;

/** A span as an operation carries it (W3C Trace Context section 3.2): {@code 00-TRACE-SPAN-FLAGS}. */
final class TraceParent {
    private TraceParent() {}

    /** What an operation carries for a span; empty when it is not sampled. */
    static String of(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isSampled()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : "";
    }
}
