package org.p2psip.relay.operation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.p2psip.relay.settings.TurnSettings;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.relay.sockets.Traffic;
import org.p2psip.relay.turn.TurnCounts.Kind;

/** The counts of TURN as metrics. The labels are the names of enum constants: nothing of users or addresses. */
@Singleton
public class TurnMetrics implements MeterBinder {
    private final TurnSettings turn;
    private final Traffic traffic;
    private final RelayServer server;

    TurnMetrics(TurnSettings turn, RelayServer server) {
        this.turn = turn;
        this.traffic = server.traffic();
        this.server = server;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("p2psip.turn.allocations", turn, TurnSettings::allocations)
                .description("Allocations that there are now")
                .register(registry);
        Gauge.builder("p2psip.turn.draining", turn, settings -> settings.isDraining() ? 1 : 0)
                .description("1 while no new allocations are made, as the relay is about to end")
                .register(registry);
        FunctionCounter.builder("p2psip.turn.connections.refused", server, all -> all.sendCounts()
                        .refusedConnections())
                .description("Connections that were closed at once, as there were as many as there may be")
                .register(registry);
        for (Kind kind : Kind.values()) {
            FunctionCounter.builder("p2psip.turn.events", turn, settings -> settings.counts()
                            .of(kind))
                    .tag("event", label(kind))
                    .description("Requests, what became of them, and the ends of allocations")
                    .register(registry);
        }
        relayed(registry, "to_peer", Traffic::packetsToPeers, Traffic::octetsToPeers);
        relayed(registry, "to_client", Traffic::packetsToClients, Traffic::octetsToClients);
        for (Traffic.Drop drop : Traffic.Drop.values()) {
            FunctionCounter.builder("p2psip.turn.dropped", traffic, all -> all.drops(drop))
                    .tag("reason", label(drop))
                    .description("Packets that were not relayed")
                    .register(registry);
        }
    }

    private void relayed(
            MeterRegistry registry,
            String direction,
            ToDoubleFunction<Traffic> packets,
            ToDoubleFunction<Traffic> octets) {
        FunctionCounter.builder("p2psip.turn.packets", traffic, packets)
                .tag("direction", direction)
                .description("Packets that were relayed")
                .register(registry);
        FunctionCounter.builder("p2psip.turn.bytes", traffic, octets)
                .tag("direction", direction)
                .description("Bytes of application data that were relayed")
                .register(registry);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
