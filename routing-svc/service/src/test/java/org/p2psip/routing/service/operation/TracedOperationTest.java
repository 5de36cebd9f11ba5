package org.p2psip.routing.service.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.proto.v1.FetchResponse;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.Operation;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StorageResult;
import org.p2psip.routing.ring.NodeId;

/** An operation that is part of a trace has a span here, and storage is told of it. */
class TracedOperationTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

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

    private final ClientOperations operations = new ClientOperations(
            NodeId.ofHex("00112233445566778899aabbccddeeff").orElseThrow(),
            new OperationMetrics(new SimpleMeterRegistry()),
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .addSpanProcessor(SimpleSpanProcessor.create(collector))
                            .build())
                    .build());

    private Plan.AskStorage plan(String traceparent) {
        Operation get = Operation.newBuilder()
                .setId(7)
                .setTraceparent(traceparent)
                .setGet(GetRequest.newBuilder()
                        .setResource(Resource.newBuilder().setName("alice@example.org"))
                        .addKinds(KindQuery.newBuilder().setKind(0xF0000001)))
                .build();
        return (Plan.AskStorage) operations.plan(get, Optional.empty());
    }

    private void answered(Plan.AskStorage plan) {
        operations.result(
                plan,
                StorageResult.newBuilder()
                        .setFetch(FetchResponse.getDefaultInstance())
                        .build());
    }

    @Test
    void spanIsBelowTheCallersAndStorageIsToldOfIt() {
        Plan.AskStorage plan = plan("00-" + TRACE + "-" + SPAN + "-01");
        assertThat(ended).as("before storage has answered").isEmpty();
        answered(plan);
        assertThat(ended).hasSize(1);
        SpanData span = ended.getFirst();
        assertThat(span.getName()).isEqualTo("overlay GET");
        assertThat(span.getTraceId()).isEqualTo(TRACE);
        assertThat(span.getParentSpanId()).isEqualTo(SPAN);
        assertThat(plan.operation().getTraceparent()).isEqualTo("00-" + TRACE + "-" + span.getSpanId() + "-01");
    }

    @Test
    void operationOutsideOfTracesHasNoSpan() {
        Plan.AskStorage plan = plan("");
        answered(plan);
        assertThat(ended).isEmpty();
        assertThat(plan.operation().getTraceparent()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense", "00-" + TRACE + "-" + SPAN, "00-00000000000000000000000000000000-" + SPAN + "-01"})
    void whatIsNoTraceparentIsLeftOut(String traceparent) {
        Plan.AskStorage plan = plan(traceparent);
        answered(plan);
        assertThat(ended).isEmpty();
        assertThat(plan.operation().getTraceparent()).isEmpty();
    }
}
