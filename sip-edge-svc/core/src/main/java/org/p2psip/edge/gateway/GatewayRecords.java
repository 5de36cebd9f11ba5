package org.p2psip.edge.gateway;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Gateway;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.time.Agenda;

/** Keeps the GATEWAY records of this site written: again before they expire, and soon after a write that failed. */
final class GatewayRecords {
    /** How long a record holds. */
    static final int LIFETIME_SECONDS = 900;

    private static final long REFRESH = TimeUnit.SECONDS.toNanos(LIFETIME_SECONDS / 3);
    private static final long RETRY = TimeUnit.SECONDS.toNanos(10);

    private final GatewayContext gateway;
    private List<Gateway> records = List.of();
    private Agenda.Entry next;

    GatewayRecords(GatewayContext gateway) {
        this.gateway = gateway;
    }

    /** Other records hold from now on; those that are gone expire by themselves. */
    void changed(List<Gateway> now) {
        records = now;
        if (next != null) {
            next.cancel();
            next = null;
        }
        if (!records.isEmpty()) {
            publish();
        }
    }

    private void publish() {
        List<Gateway> written = records;
        next = gateway.agenda().after(REFRESH, this::publish);
        gateway.questions().ask(token -> new EdgeCommand.PublishGateways(token, written, LIFETIME_SECONDS), result -> {
            if (!(result instanceof OverlayResult.Gateways) && written.equals(records)) {
                gateway.context().counters().add(EdgeCounter.GATEWAY_RECORDS_FAILED);
                next.cancel();
                next = gateway.agenda().after(RETRY, this::publish);
            }
        });
    }
}
