package org.p2psip.edge.policy;

import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.gateway.GatewayPeer;
import org.p2psip.edge.gateway.LiveTrunk;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.RoutedRequest;

/** Finds out who sent a request. */
public final class Origins {
    private static final Origin IN_DIALOG = new Origin.InDialog();
    private static final Origin ANYONE = new Origin.Anyone();

    private final GatewayPeer gateway;
    private final Set<String> domains;
    private final boolean usersProveThemselves;

    public Origins(EdgeConfig config, GatewayPeer gateway) {
        this.gateway = gateway;
        this.domains = config.domains();
        this.usersProveThemselves = config.auth() == EdgeConfig.Auth.DIGEST;
    }

    public Origin of(RoutedRequest routed) {
        if (routed.isInKnownDialog()) {
            return IN_DIALOG;
        }
        if (gateway.isActive()) {
            Optional<LiveTrunk> trunk = gateway.trunkOf(routed.request());
            if (trunk.isPresent()) {
                return new Origin.ByTrunk(trunk.get());
            }
        }
        SipUri from = routed.request().message().from().uri();
        boolean claimsOwnUser = usersProveThemselves && from != null && domains.contains(from.host());
        return claimsOwnUser ? new Origin.ClaimedUser(from) : ANYONE;
    }
}
