package org.p2psip.edge.gateway;

import java.util.function.Function;
import org.p2psip.edge.identity.Privacy;
import org.p2psip.edge.identity.Sender;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.IncomingRequest;

/** Chooses what is changed of the messages that trunks get and send. */
public final class Passages {
    private final GatewayContext gateway;
    private final DialogSecrets secrets;
    private final TrunkCalls calls;
    private final Function<String, LiveTrunk> trunks;

    /** @param trunks trunks by name, null for an unknown one */
    Passages(GatewayContext gateway, DialogSecrets secrets, TrunkCalls calls, Function<String, LiveTrunk> trunks) {
        this.gateway = gateway;
        this.secrets = secrets;
        this.calls = calls;
        this.trunks = trunks;
    }

    /** What is changed of an initial request that comes by a trunk. */
    public Passage fromTrunk(LiveTrunk trunk, IncomingRequest request) {
        SideToken.Side side =
                new SideToken.Side(trunk.name(), trunk.config().outbound().hideTopology(), false, false);
        return new FromTrunk(secrets, calls, trunk, request, side);
    }

    /** What is changed of an initial request that leaves by a trunk. */
    Passage towardTrunk(LiveTrunk trunk, IncomingRequest request, Sender sender) {
        SideToken.Side side = TowardTrunk.sideOf(trunk, Privacy.of(request.message()));
        return new TowardTrunk(gateway, secrets, calls, trunk, request, sender, side, SideToken.CALLED_PARAM);
    }

    /** What is changed of a request that goes to another site's trunks. */
    Passage towardSite(IncomingRequest request, Sender sender) {
        return new TowardSite(gateway, request, sender);
    }

    /** What is changed of a request inside a dialog by a trunk; null for nothing. */
    public Passage insideDialog(RoutedRequest routed) {
        Passage caller = ofSide(routed.request(), SideToken.CALLER_PARAM);
        Passage called = ofSide(routed.request(), SideToken.CALLED_PARAM);
        if (caller == null || called == null) {
            return caller == null ? called : caller;
        }
        return caller instanceof FromTrunk ? new BothPassages(caller, called) : new BothPassages(called, caller);
    }

    private Passage ofSide(IncomingRequest request, String param) {
        SideToken.Read read = secrets.sideOf(request.message(), param).orElse(null);
        LiveTrunk trunk = read == null ? null : trunks.apply(read.side().trunk());
        if (trunk == null) {
            return null;
        }
        boolean trunkSent = read.fromCaller() == param.equals(SideToken.CALLER_PARAM);
        return trunkSent
                ? new FromTrunk(secrets, calls, trunk, request, read.side())
                : new TowardTrunk(gateway, secrets, calls, trunk, request, Sender.UNKNOWN, read.side(), param);
    }

    /** A request to what was hidden from a trunk goes to what that stands for. */
    public RoutedRequest reveal(RoutedRequest routed) {
        SipUri uri = routed.uri();
        if (uri == null
                || !uri.user().startsWith(HiddenPath.PREFIX)
                || !gateway.own().isEdge(uri)) {
            return routed;
        }
        return secrets.paths()
                .reveal(uri.user())
                .map(path -> routed.to(path.contact(), path.routes()))
                .orElse(routed);
    }
}
