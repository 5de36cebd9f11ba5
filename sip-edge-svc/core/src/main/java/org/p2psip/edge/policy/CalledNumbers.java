package org.p2psip.edge.policy;

import org.p2psip.edge.gateway.Called;
import org.p2psip.edge.gateway.GatewayPeer;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutedRequest;

/** Finds out whether a request calls a number, and where that leads. */
public final class CalledNumbers {
    private final GatewayPeer gateway;
    private final OwnAddress own;

    public CalledNumbers(GatewayPeer gateway, OwnAddress own) {
        this.gateway = gateway;
        this.own = own;
    }

    /**
     * Where the request goes.
     *
     * @param otherwise where it goes when it calls no number
     */
    public Destination of(RoutedRequest routed, Origin origin, Destination otherwise) {
        boolean mayBeNumber = gateway.isActive()
                && !routed.request().hasToTag() // what is inside a dialog begins no call
                && !(otherwise instanceof Destination.OnePhone)
                && routed.uri() != null
                && routed.routes().isEmpty()
                && own.isOwn(routed.uri());
        if (!mayBeNumber) {
            return otherwise;
        }
        Called called = origin instanceof Origin.ByTrunk by
                ? gateway.calledBy(by.trunk(), routed.request(), routed.uri())
                : gateway.dialled(routed.uri());
        return switch (called) {
            case Called.NoNumber none -> otherwise;
            case Called.OwnUser user -> new Destination.OwnUser(user.aor());
            case Called.Outside outside -> new Destination.ByTrunks(outside);
            case Called.Unknown unknown -> otherwise; // a user may be named like a number
        };
    }
}
