package org.p2psip.suite.inside;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.suite.inside.SpanCollector.Span;
import org.p2psip.suite.node.Domains;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.program.Host;
import org.p2psip.suite.sip.CallingPhone;

/** A call is one trace, from the edge through routing to the store, as a collector of OpenTelemetry sees it. */
class OneTraceTest {
    private static final String EDGE = "sip-edge-svc";
    private static final String ROUTING = "routing-svc";
    private static final String STORAGE = "storage-svc";

    /** Spans are exported together, every few seconds. */
    private static final Duration EXPORT_LIMIT = Duration.ofSeconds(30);

    @Test
    void callIsOneTraceFromTheEdgeThroughRoutingToTheStore(@TempDir Path files) throws Exception {
        try (SpanCollector collector = new SpanCollector()) {
            Host traced = new Host(
                    "127.0.0.1",
                    List.of(
                            "env",
                            "P2PSIP_TRACING_DISABLED=false",
                            "P2PSIP_TRACING_RATIO=1",
                            "P2PSIP_TRACING_ENDPOINT=" + collector.endpoint()));
            Node node = new Node(files.resolve("node"), traced, Domains.GIVEN, List.of());
            node.up();
            try {
                User alice = User.named("traced");
                node.enroll(List.of(alice));
                try (CallingPhone phone =
                        new CallingPhone(node.sip(), alice.name(), alice.domain(), alice.password())) {
                    assertThat(phone.attempt("sip:nobody@" + Node.DOMAIN, "one-trace")
                                    .status())
                            .isEqualTo(404);
                }
                Chain chain = Await.value("the spans of a lookup", EXPORT_LIMIT, () -> chain(collector.spans()));
                assertThat(chain.edge().name()).isEqualTo("SIP INVITE");
                assertThat(chain.routing().trace()).isEqualTo(chain.edge().trace());
                assertThat(chain.storage().trace()).isEqualTo(chain.edge().trace());
            } finally {
                node.down();
            }
        }
    }

    /** A span of each service, each below the one before. */
    private record Chain(Span edge, Span routing, Span storage) {}

    private static Optional<Chain> chain(List<Span> spans) {
        for (Span storage : spans) {
            Optional<Span> routing = parent(storage, STORAGE, ROUTING, spans);
            Optional<Span> operation = routing.flatMap(span -> parent(span, ROUTING, EDGE, spans));
            Optional<Span> request = operation.flatMap(span -> parent(span, EDGE, EDGE, spans));
            if (request.isPresent()) {
                return Optional.of(new Chain(request.get(), routing.get(), storage));
            }
        }
        return Optional.empty();
    }

    private static Optional<Span> parent(Span span, String service, String of, List<Span> spans) {
        return spans.stream()
                .filter(above -> span.service().equals(service)
                        && above.service().equals(of)
                        && above.id().equals(span.parent()))
                .findFirst();
    }
}
