package org.p2psip.routing.service.operation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.Optional;
import java.util.regex.Pattern;

/** A span as an operation carries it (W3C Trace Context section 3.2): {@code 00-TRACE-SPAN-FLAGS}. */
final class TraceParent {
    private static final Pattern FORM = Pattern.compile("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int TRACE = 3;
    private static final int SPAN = 36;
    private static final int FLAGS = 53;

    private TraceParent() {}

    /** What an operation carries for a span; empty when it is not sampled. */
    static String of(Span span) {
        SpanContext context = span.getSpanContext();
        return context.isSampled()
                ? "00-" + context.getTraceId() + "-" + context.getSpanId() + "-"
                        + context.getTraceFlags().asHex()
                : "";
    }

    /** The span as a parent; empty when the text is not one. */
    static Optional<Context> parent(String text) {
        if (text.isEmpty() || !FORM.matcher(text).matches()) {
            return Optional.empty();
        }
        SpanContext remote = SpanContext.createFromRemoteParent(
                text.substring(TRACE, SPAN - 1),
                text.substring(SPAN, FLAGS - 1),
                TraceFlags.fromHex(text, FLAGS),
                TraceState.getDefault());
        return remote.isValid() ? Optional.of(Context.root().with(Span.wrap(remote))) : Optional.empty();
    }
}
