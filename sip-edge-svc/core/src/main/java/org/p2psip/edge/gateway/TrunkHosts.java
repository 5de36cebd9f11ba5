package org.p2psip.edge.gateway;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.proxy.NextHops;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.transaction.Hop;

/**
 * Where the hosts of trunks are, and who may be sent there: they trust this edge by its address, so whoever got a request
 * of his own making there would call at our expense. Only what the gateway let out by a trunk gets to its hosts.
 *
 * <p>Another site that may leave by our trunks is a trunk with transit that no route names. Users of both sites reach each
 * other's edges by the Path of phones and inside dialogs; there that is let through, and nothing else.
 */
final class TrunkHosts implements NextHops {
    /** How often names are looked up again. */
    static final long REFRESH = TimeUnit.SECONDS.toNanos(60);

    private final GatewayContext gateway;
    private final Set<InetSocketAddress> closed = new HashSet<>();
    private final Set<InetSocketAddress> sites = new HashSet<>();
    private final Map<String, List<LiveHost>> byName = new HashMap<>();
    private List<LiveTrunk> trunks = List.of();
    private Set<String> routed = Set.of();
    private Agenda.Entry next;

    TrunkHosts(GatewayContext gateway) {
        this.gateway = gateway;
    }

    /**
     * Other trunks hold from now on.
     *
     * @param named those that routes name
     */
    void changed(Collection<LiveTrunk> now, Set<String> named) {
        trunks = List.copyOf(now);
        routed = named;
        byName.clear();
        for (LiveTrunk trunk : trunks) {
            for (LiveHost host : trunk.hosts()) {
                byName.computeIfAbsent(host.config().uri().host(), any -> new ArrayList<>(1))
                        .add(host);
            }
        }
        if (next != null) {
            next.cancel();
            next = null;
        }
        rebuild();
        look();
    }

    private void look() {
        if (!trunks.isEmpty()) {
            next = gateway.agenda().after(REFRESH, this::look);
        }
        for (LiveTrunk trunk : trunks) {
            for (LiveHost host : trunk.hosts()) {
                gateway.client().locate(host.config().uri(), hops -> {
                    if (host.located(hops, gateway.context().time().nanos())) {
                        rebuild();
                    }
                });
            }
        }
    }

    private void rebuild() {
        closed.clear();
        sites.clear();
        for (LiveTrunk trunk : trunks) {
            boolean site = trunk.config().transit() && !routed.contains(trunk.name());
            trunk.hosts().forEach(host -> (site ? sites : closed).addAll(host.addresses()));
        }
    }

    @Override
    public boolean areGuarded() {
        return !trunks.isEmpty();
    }

    @Override
    public boolean permits(SipUri uri, Hop hop, Passage passage, boolean led) {
        if (uri != null) {
            learn(uri, hop);
        }
        InetSocketAddress server = hop.address();
        boolean isClosed = closed.contains(server) || !led && sites.contains(server);
        if (!isClosed || passage instanceof Outward outward && outward.leadsTo(server)) {
            return true;
        }
        gateway.context().counters().add(EdgeCounter.TRUNK_BYPASSES_REFUSED);
        return false;
    }

    /** A name of ours may have led to another address than when it was looked up last. */
    private void learn(SipUri uri, Hop hop) {
        List<LiveHost> named = byName.get(uri.host());
        if (named == null || uri.params().get("maddr") != null) {
            return;
        }
        for (LiveHost host : named) {
            boolean isNew = host.config().uri().port() == uri.port()
                    && !host.addresses().contains(hop.address());
            if (isNew && host.located(List.of(hop), gateway.context().time().nanos())) {
                rebuild();
            }
        }
    }
}
