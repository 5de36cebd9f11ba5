package org.p2psip.edge.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.message.SipParser;

class RequestTracingTest {
    private final List<SpanData> ended = new ArrayList<>();

    private final SpanExporter collector = new SpanExporter() {
        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    };

    private RequestTracing tracing(Sampler sampler) {
        return new RequestTracing(
                true,
                OpenTelemetrySdk.builder()
                        .setTracerProvider(SdkTracerProvider.builder()
                                .setSampler(sampler)
                                .addSpanProcessor(SimpleSpanProcessor.create(collector))
                                .build())
                        .build());
    }

    private static byte[] message(String start) {
        return (start + "\r\nVia: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
                        + "From: <sip:alice@example.org>;tag=1\r\nTo: <sip:alice@example.org>\r\nCall-ID: call-1\r\n"
                        + "CSeq: 1 REGISTER\r\nContent-Length: 0\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static void receives(RequestTracing tracing) {
        byte[] register = message("REGISTER sip:example.org SIP/2.0");
        tracing.received(SipParser.datagram(register, 0, register.length));
    }

    @Test
    void operationsOfARequestAreInItsTraceOneAfterTheOther() {
        RequestTracing tracing = tracing(Sampler.alwaysOn());
        receives(tracing);
        String first = tracing.asks(1, "CREDENTIALS");
        tracing.idle();
        assertThat(tracing.asks(9, "BINDINGS")).as("for nobody").isEmpty();
        tracing.answered(1, new OverlayResult.NotFound());
        String second = tracing.asks(2, "STORE");
        tracing.idle();
        tracing.answered(2, new OverlayResult.Unavailable("gone"));
        tracing.sent(message("SIP/2.0 100 Trying"));
        assertThat(ended).hasSize(2);
        tracing.sent(message("SIP/2.0 503 Service Unavailable"));
        tracing.idle();

        assertThat(ended)
                .extracting(SpanData::getName)
                .containsExactly("overlay CREDENTIALS", "overlay STORE", "SIP REGISTER");
        SpanData request = ended.get(2);
        assertThat(ended).allMatch(span -> span.getTraceId().equals(request.getTraceId()));
        assertThat(ended.subList(0, 2)).allMatch(span -> span.getParentSpanId().equals(request.getSpanId()));
        assertThat(ended.get(1).getStatus())
                .isEqualTo(StatusData.create(StatusData.error().getStatusCode(), "gone"));
        assertThat(request.getAttributes().get(AttributeKey.stringKey("sip.call_id")))
                .isEqualTo("call-1");
        assertThat(request.getAttributes().get(AttributeKey.longKey("sip.status_code")))
                .isEqualTo(503);
        assertThat(first)
                .isEqualTo("00-" + request.getTraceId() + "-" + ended.get(0).getSpanId() + "-01");
        assertThat(second).contains(ended.get(1).getSpanId());
    }

    @Test
    void retransmissionIsTheSameSpan() {
        RequestTracing tracing = tracing(Sampler.alwaysOn());
        receives(tracing);
        receives(tracing);
        tracing.sent(message("SIP/2.0 200 OK"));
        tracing.sent(message("SIP/2.0 200 OK"));
        assertThat(ended).hasSize(1);
    }

    @Test
    void whatIsNotSampledCarriesNothing() {
        RequestTracing tracing = tracing(Sampler.alwaysOff());
        receives(tracing);
        assertThat(tracing.asks(1, "CREDENTIALS")).isEmpty();
        tracing.answered(1, new OverlayResult.NotFound());
        tracing.sent(message("SIP/2.0 200 OK"));
        assertThat(ended).isEmpty();
    }
}
