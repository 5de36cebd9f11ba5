package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.Flow;
import org.p2psip.edge.trunk.TrunkConfig;
import org.p2psip.edge.trunk.TrunkStatus;
import org.p2psip.edge.trunk.Trunks;

/** The trunks of this edge as they are configured now. */
public final class GatewayPeer {
    private final GatewayContext gateway;
    private Trunks configured = Trunks.NONE;
    private Map<String, LiveTrunk> trunks = Map.of();
    private TrunkSources sources = new TrunkSources(List.of());

    public GatewayPeer(GatewayContext gateway) {
        this.gateway = gateway;
    }

    /** Takes another configuration. Calls that are up go on; what was counted of a trunk is kept by its name. */
    public void changed(Trunks next) {
        Map<String, LiveTrunk> before = trunks;
        Map<String, LiveTrunk> after = new LinkedHashMap<>();
        for (TrunkConfig config : next.trunks()) {
            after.put(config.name(), new LiveTrunk(gateway, config, before.get(config.name())));
        }
        configured = next;
        trunks = after;
        sources = new TrunkSources(after.values());
        before.forEach((name, trunk) -> trunk.stop(after.get(name)));
        after.forEach((name, trunk) -> trunk.start(before.get(name)));
    }

    /** The edge stops: its registrations at trunks are taken back. */
    public void stop() {
        trunks.values().forEach(trunk -> trunk.stop(null));
    }

    /** How every host of every trunk is doing, in the order configured. */
    public List<TrunkStatus> status() {
        long now = gateway.context().time().nanos();
        List<TrunkStatus> status = new ArrayList<>();
        trunks.values().forEach(trunk -> status.addAll(trunk.status(now)));
        return status;
    }

    /** Whether messages on that flow come from a trunk. */
    public boolean isTrunk(Flow flow) {
        return !trunks.isEmpty() && sources.of(flow) != null;
    }

    /** What is configured. */
    public Trunks configured() {
        return configured;
    }
}
