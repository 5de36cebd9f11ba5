package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.TrunkStatus;
import org.p2psip.edge.trunk.Trunks;

/** The trunks of this edge as they are configured now. */
public final class GatewayPeer {
    private final TransactionContext context;
    private Trunks configured = Trunks.NONE;
    private Map<String, LiveTrunk> trunks = Map.of();

    public GatewayPeer(TransactionContext context) {
        this.context = context;
    }

    /** Takes another configuration. Calls that are up go on; what was counted of a trunk is kept by its name. */
    public void changed(Trunks next) {
        Map<String, LiveTrunk> before = trunks;
        Map<String, LiveTrunk> after = new LinkedHashMap<>();
        for (TrunkConfig config : next.trunks()) {
            after.put(config.name(), new LiveTrunk(config, before.get(config.name())));
        }
        configured = next;
        trunks = after;
    }

    /** How every host of every trunk is doing, in the order configured. */
    public List<TrunkStatus> status() {
        long now = context.time().nanos();
        List<TrunkStatus> status = new ArrayList<>();
        trunks.values().forEach(trunk -> status.addAll(trunk.status(now)));
        return status;
    }

    /** What is configured. */
    public Trunks configured() {
        return configured;
    }
}
