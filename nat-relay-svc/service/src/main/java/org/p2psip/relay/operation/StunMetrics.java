package org.p2psip.relay.operation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.relay.stun.binding.BindingCounts.Kind;

/** The counts of STUN as metrics. The labels are the names of enum constants, so there are few of them. */
@Singleton
public class StunMetrics implements MeterBinder {
    private final RelayServer socket;

    StunMetrics(RelayServer socket) {
        this.socket = socket;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter("p2psip.stun.requests", of(Kind.REQUEST))
                .description("Binding requests, answered or not, those of the readiness check included")
                .register(registry);
        for (Kind kind : Kind.values()) {
            switch (kind) {
                case REQUEST -> {}
                case SUCCESS, UNKNOWN_ATTRIBUTE ->
                    counter("p2psip.stun.answers", of(kind))
                            .tag("result", label(kind))
                            .description("Answers to Binding requests: success, or error 420")
                            .register(registry);
                case RATE_LIMITED, INDICATION, UNEXPECTED, MALFORMED, NOT_STUN ->
                    counter("p2psip.stun.unanswered", of(kind))
                            .tag("reason", label(kind))
                            .description("Datagrams without an answer")
                            .register(registry);
            }
        }
        unsent(registry, "queue_full", stun -> stun.sendCounts().queueFull());
        unsent(registry, "send_failed", stun -> stun.sendCounts().failed());
        counter("p2psip.stun.defects", stun -> stun.sendCounts().defects())
                .description("Datagrams whose handling ended in an exception: each is a bug")
                .register(registry);
        counter("p2psip.stun.sources.forgotten", RelayServer::forgottenSources)
                .description("Sources that the rate limit forgot because its table was full")
                .register(registry);
    }

    private void unsent(MeterRegistry registry, String reason, ToDoubleFunction<RelayServer> count) {
        counter("p2psip.stun.unsent", count)
                .tag("reason", reason)
                .description("Answers that were made and did not leave")
                .register(registry);
    }

    private FunctionCounter.Builder<RelayServer> counter(String name, ToDoubleFunction<RelayServer> count) {
        return FunctionCounter.builder(name, socket, count);
    }

    private static ToDoubleFunction<RelayServer> of(Kind kind) {
        return stun -> stun.bindingCounts().of(kind);
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
