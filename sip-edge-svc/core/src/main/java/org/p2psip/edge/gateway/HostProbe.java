package org.p2psip.edge.gateway;

import java.util.List;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.uac.ClientRequest;
import org.p2psip.edge.uac.Outcome;

/**
 * Finds out whether a host of a trunk is there, by OPTIONS (RFC 3261 section 11).
 *
 * <pre>
 * UP --downAfter probes in a row failed--> DOWN
 * DOWN --upAfter probes in a row answered--> UP
 * </pre>
 *
 * Without probing it is up, whatever was found before.
 */
final class HostProbe {
    private final GatewayContext gateway;
    private final LiveHost host;
    private final TrunkConfig.Probe probe;
    private final ClientRequest options;
    private Agenda.Entry next;
    private int failedInARow;
    private int answeredInARow;
    private boolean stopped;

    HostProbe(GatewayContext gateway, LiveHost host, TrunkConfig.Probe probe) {
        this.gateway = gateway;
        this.host = host;
        this.probe = probe;
        this.options = ClientRequest.of(
                "OPTIONS",
                host.config().uri(),
                "<sip:" + gateway.domain() + ">;tag=" + gateway.client().newId(),
                '<' + host.config().uri().asRequestUri() + '>',
                gateway.client().newId(),
                1,
                List.of(new ClientRequest.HeaderLine("Accept", "application/sdp")));
    }

    void start() {
        if (probe.on()) {
            next = gateway.agenda().after(0, this::probe);
        } else {
            host.setUp(true);
        }
    }

    void stop() {
        stopped = true;
        if (next != null) {
            next.cancel();
        }
    }

    private void probe() {
        next = gateway.agenda().after(probe.interval().toNanos(), this::probe);
        gateway.client().send(options, null, probe.timeout().toNanos(), this::ended);
    }

    private void ended(Outcome outcome) {
        if (stopped) {
            return;
        }
        boolean alive = outcome instanceof Outcome.Answered answered
                && answered.response().status() <= probe.aliveUpTo();
        if (alive) {
            host.answered(gateway.context().time().nanos());
            failedInARow = 0;
            answeredInARow++;
        } else {
            gateway.context().counters().add(EdgeCounter.TRUNK_PROBES_FAILED);
            answeredInARow = 0;
            failedInARow++;
        }
        if (host.isUp() && failedInARow >= probe.downAfter()) {
            gateway.context().counters().add(EdgeCounter.TRUNK_HOSTS_DOWN);
            host.setUp(false);
        } else if (!host.isUp() && answeredInARow >= probe.upAfter()) {
            host.setUp(true);
        }
    }
}
