package org.p2psip.edge.service;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.p2psip.edge.Counters;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Transport;
import org.p2psip.edge.service.kafka.CallPublisher;
import org.p2psip.edge.service.kafka.RegistrationEvents;
import org.p2psip.edge.service.overlay.OverlayClient;
import org.p2psip.edge.service.transport.StreamTransport;
import org.p2psip.edge.sight.Method;
import org.p2psip.edge.sight.Traffic;

/** What the edge measures, under {@code p2psip.*}. Everything is read where it is counted, when a scrape asks. */
final class EdgeMetrics {
    private final MeterRegistry meters;

    EdgeMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    EdgeMetrics register(
            Counters core, EdgeLoop loop, StreamTransport streams, OverlayClient overlay, CallPublisher calls) {
        for (EdgeCounter counter : EdgeCounter.values()) {
            count("p2psip.edge", counter, core, c -> c.get(counter));
        }
        traffic(core.traffic());
        FunctionCounter.builder("p2psip.edge.bugs", loop, EdgeLoop::bugs)
                .description("Failures of the core that one message uncovered")
                .register(meters);
        gauge("p2psip.edge.transactions", "Transactions that are not over", loop, EdgeLoop::activeTransactions);
        gauge("p2psip.edge.loop.lag.seconds", "Lag of the event loop", loop, l -> l.lagNanos() / 1e9);
        gauge("p2psip.edge.loop.lag.max.seconds", "Worst lag since the start", loop, l -> l.worstLagNanos() / 1e9);
        gauge(
                "p2psip.edge.overloaded",
                "1 while new requests are refused as the loop is late",
                loop,
                l -> l.isOverloaded() ? 1 : 0);
        gauge("p2psip.edge.calls", "Calls that are up", loop, EdgeLoop::calls);
        gauge("p2psip.edge.banned", "Sources that are banned", loop, EdgeLoop::bans);
        for (Transport transport : Transport.values()) {
            if (transport != Transport.UDP) {
                Gauge.builder("p2psip.transport.connections", streams, s -> s.connections(transport))
                        .description("Open connections")
                        .tag("transport", transport.parameter())
                        .register(meters);
            }
        }
        gauge("p2psip.overlay.in.flight", "Operations that wait for an answer", overlay, OverlayClient::inFlight);
        gauge("p2psip.calls.spool.depth", "Call records on disk", calls, CallPublisher::spoolDepth);
        gauge("p2psip.calls.lost", "Call records lost since the start", calls, CallPublisher::dropped);
        return this;
    }

    EdgeMetrics register(RegistrationEvents registrations) {
        FunctionCounter.builder("p2psip.registrations.events", registrations, RegistrationEvents::received)
                .description("Registration events that came over Kafka")
                .register(meters);
        FunctionCounter.builder("p2psip.registrations.unreadable", registrations, RegistrationEvents::unreadable)
                .description("Of those, events that could not be read")
                .register(meters);
        return this;
    }

    <E extends Enum<E>> EdgeMetrics register(String prefix, Class<E> type, Counts<E> counts) {
        for (E counter : type.getEnumConstants()) {
            count(prefix, counter, counts, c -> c.get(counter));
        }
        return this;
    }

    private void traffic(Traffic traffic) {
        for (Traffic.Direction direction : Traffic.Direction.values()) {
            for (Method method : Method.values()) {
                for (Transport transport : Transport.values()) {
                    labelled(
                            "p2psip.sip.requests",
                            traffic,
                            t -> t.requests(direction, transport, method),
                            "method",
                            method.name(),
                            "transport",
                            transport.name().toLowerCase(Locale.ROOT),
                            "direction",
                            direction.name().toLowerCase(Locale.ROOT));
                }
                for (int statusClass = 1; statusClass <= 6; statusClass++) {
                    int of = statusClass;
                    labelled(
                            "p2psip.sip.responses",
                            traffic,
                            t -> t.responses(direction, method, of),
                            "method",
                            method.name(),
                            "class",
                            of + "xx",
                            "direction",
                            direction.name().toLowerCase(Locale.ROOT));
                }
            }
        }
    }

    private <T> void labelled(String name, T from, ToDoubleFunction<T> value, String... labels) {
        FunctionCounter.builder(name, from, value).tags(labels).register(meters);
    }

    private <T> void count(String prefix, Enum<?> counter, T from, ToDoubleFunction<T> value) {
        String name = prefix + "." + counter.name().toLowerCase(Locale.ROOT).replace('_', '.');
        FunctionCounter.builder(name, from, value).register(meters);
    }

    private <T> void gauge(String name, String description, T from, ToDoubleFunction<T> value) {
        Gauge.builder(name, from, value).description(description).register(meters);
    }
}
