package org.p2psip.edge.service.tracing;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.service.settings.EdgeProperties;

/**
 * The spans of INVITE and REGISTER requests, from their arrival to their final response, and those of the operations
 * that the core asks of the overlay for them. Which request an operation is for shows by when it is asked: while the core
 * works on that request, or on an answer to an earlier operation for it. On the event loop only.
 */
@ApplicationScoped
public class RequestTracing {
    /** Requests that are traced at a time; the oldest ends unanswered. */
    static final int MAX_OPEN = 10_000;

    private record Asked(Span request, Span operation) {}

    private final boolean on;
    private final Tracer tracer;
    private final Map<String, Span> open = new LinkedHashMap<>();
    private final Map<Long, Asked> asked = new HashMap<>();
    private Span current = Span.getInvalid();

    @Inject
    RequestTracing(EdgeProperties properties, OpenTelemetry telemetry) {
        this(!properties.tracing().disabled(), telemetry);
    }

    RequestTracing(boolean on, OpenTelemetry telemetry) {
        this.on = on;
        this.tracer = telemetry.getTracer("org.p2psip.edge");
    }

    /** Whether there is anything to do here. */
    public boolean isOn() {
        return on;
    }

    /** The core is about to work on a message. */
    public void received(Decoded decoded) {
        if (decoded instanceof Decoded.Complete complete && isTraced(complete.message())) {
            SipMessage request = complete.message();
            String key = key(request);
            Span known = open.get(key);
            current = known == null ? begin(key, request) : known;
        }
    }

    private static boolean isTraced(SipMessage message) {
        return message.isRequest()
                && (message.method().equals("INVITE") || message.method().equals("REGISTER"));
    }

    /** What a request and its responses have in common (RFC 3261 17.1.3). */
    private static String key(SipMessage message) {
        return message.callId() + ' ' + message.cseq() + ' ' + message.topVia().branch();
    }

    private Span begin(String key, SipMessage request) {
        Span span = tracer.spanBuilder("SIP " + request.method())
                .setSpanKind(SpanKind.SERVER)
                .setNoParent()
                .setAttribute("sip.call_id", request.callId())
                .startSpan();
        if (!span.getSpanContext().isSampled()) {
            return Span.getInvalid();
        }
        if (open.size() >= MAX_OPEN) {
            Iterator<Span> oldest = open.values().iterator();
            oldest.next().setStatus(StatusCode.ERROR, "no final response").end();
            oldest.remove();
        }
        open.put(key, span);
        return span;
    }

    /** The core has done its work. */
    public void idle() {
        current = Span.getInvalid();
    }

    /** The core asks something of the overlay; what the operation is to carry, empty for nothing. */
    public String asks(long token, String what) {
        if (!current.getSpanContext().isSampled()) {
            return "";
        }
        Span operation = tracer.spanBuilder("overlay " + what)
                .setSpanKind(SpanKind.CLIENT)
                .setParent(Context.root().with(current))
                .startSpan();
        asked.put(token, new Asked(current, operation));
        return TraceParent.of(operation);
    }

    /** The core is about to work on an answer of the overlay. */
    public void answered(long token, OverlayResult result) {
        Asked known = asked.remove(token);
        if (known != null) {
            if (result instanceof OverlayResult.Unavailable unavailable) {
                known.operation().setStatus(StatusCode.ERROR, unavailable.reason());
            }
            known.operation().end();
            current = known.request();
        }
    }

    /** A message leaves. */
    public void sent(byte[] message) {
        if (open.isEmpty()
                || message.length < 8
                || message[3] != '/' // a request
                || message[8] == '1'
                || !(SipParser.datagram(message, 0, message.length) instanceof Decoded.Complete complete)) {
            return;
        }
        SipMessage response = complete.message();
        Span span = open.remove(key(response));
        if (span != null) {
            span.setAttribute("sip.status_code", response.status());
            if (response.status() >= 500) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }
}
