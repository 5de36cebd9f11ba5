package org.p2psip.storage.service.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceParentTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void spanOfTheCallerIsTheParent() {
        SpanContext parent = Span.fromContext(
                        TraceParent.parent("00-" + TRACE + "-" + SPAN + "-01").orElseThrow())
                .getSpanContext();
        assertThat(parent.getTraceId()).isEqualTo(TRACE);
        assertThat(parent.getSpanId()).isEqualTo(SPAN);
        assertThat(parent.isSampled()).isTrue();
        assertThat(parent.isRemote()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "nonsense", "00-" + TRACE + "-" + SPAN, "00-00000000000000000000000000000000-" + SPAN + "-01"
            })
    void whatIsNoTraceparentIsNoParent(String text) {
        assertThat(TraceParent.parent(text)).isEmpty();
    }
}
