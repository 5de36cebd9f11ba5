package org.p2psip.edge.policy;

import java.util.Optional;
import org.p2psip.edge.gateway.Called;
import org.p2psip.edge.gateway.GatewayPeer;
import org.p2psip.edge.message.TelUri;
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
                && routed.routes().isEmpty()
                && (routed.uri() == null ? TelUri.isTel(routed.requestUri()) : own.isOwn(routed.uri()));
        if (!mayBeNumber) {
            return otherwise;
        }
        return switch (routed.uri() == null ? calledByTel(routed, origin) : calledBySip(routed, origin)) {
            case Called.NoNumber none -> otherwise;
            case Called.OwnUser user -> new Destination.OwnUser(user.aor());
            case Called.Outside outside -> new Destination.ByTrunks(outside);
            case Called.Unknown unknown -> otherwise; // a user may be named like a number
        };
    }

    private Called calledBySip(RoutedRequest routed, Origin origin) {
        return origin instanceof Origin.ByTrunk by
                ? gateway.calledBy(by.trunk(), routed.request(), routed.uri())
                : gateway.dialled(routed.uri().user());
    }

    /** A local number is one of ours to normalize where it is valid in a domain of ours (RFC 3966 section 5.1.5). */
    private Called calledByTel(RoutedRequest routed, Origin origin) {
        Optional<String> number = TelUri.parse(routed.requestUri())
                .filter(tel -> tel.number().startsWith("+")
                        || tel.phoneContext().startsWith("+")
                        || own.isDomain(tel.phoneContext()))
                .map(TelUri::globalNumber);
        if (number.isEmpty()) {
            return new Called.NoNumber();
        }
        return origin instanceof Origin.ByTrunk by
                ? gateway.calledBy(by.trunk(), number.get())
                : gateway.dialled(number.get());
    }
}
