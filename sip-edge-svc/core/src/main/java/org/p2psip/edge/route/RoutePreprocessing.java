package org.p2psip.edge.route;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.outbound.FlowToken;
import org.p2psip.edge.outbound.FlowTokens;
import org.p2psip.edge.transaction.IncomingRequest;

/** Route information preprocessing (RFC 3261 16.4), with the flow tokens of RFC 5626 section 5.3. */
public final class RoutePreprocessing {
    private final OwnAddress own;
    private final DialogToken dialogs;
    private final FlowTokens flows;

    public RoutePreprocessing(OwnAddress own, DialogToken dialogs, FlowTokens flows) {
        this.own = own;
        this.dialogs = dialogs;
        this.flows = flows;
    }

    /**
     * Reads the Route of a request.
     *
     * @throws org.p2psip.edge.message.MalformedHeaderException when a value does not follow the grammar
     */
    public RoutedRequest apply(IncomingRequest request) {
        SipMessage message = request.message();
        String requestUri = message.requestUri();
        SipUri uri = message.requestSipUri();
        if (message.count(Header.ROUTE) == 0) {
            return new RoutedRequest(request, requestUri, uri, List.of(), 0, false, RoutedRequest.Token.ABSENT, null);
        }
        List<NameAddr> routes = new ArrayList<>(message.routes());
        List<String> values = new ArrayList<>(message.values(Header.ROUTE));
        boolean rewritten = uri != null && isOurRecordRoute(uri);
        if (rewritten) {
            // A strict router put our Record-Route into the Request-URI, and the target at the end of Route.
            routes.addFirst(NameAddr.parse('<' + requestUri + '>').orElseThrow());
            values.addFirst('<' + requestUri + '>');
            requestUri = routes.removeLast().uriText();
            values.removeLast();
            uri = SipUri.parse(requestUri).orElse(null);
        }
        OwnRoutes ours = new OwnRoutes(request);
        int count = 0;
        while (count < routes.size() && ours.take(routes.get(count).uri())) {
            count++;
        }
        List<String> left = List.copyOf(values.subList(count, values.size()));
        return new RoutedRequest(request, requestUri, uri, left, count, rewritten, ours.dialog, ours.target);
    }

    private boolean isOurRecordRoute(SipUri uri) {
        return own.isEdge(uri) && (uri.params().containsKey(OwnAddress.TOKEN_PARAM) || own.isFlow(uri));
    }

    /** What the values of ours on top of Route say. */
    private final class OwnRoutes {
        private final IncomingRequest request;
        private RoutedRequest.Token dialog = RoutedRequest.Token.ABSENT;
        private FlowToken target;

        OwnRoutes(IncomingRequest request) {
            this.request = request;
        }

        /** Whether the value is ours, and gone with this. The last one says where the request goes. */
        boolean take(SipUri route) {
            if (route == null || !own.isOwn(route)) {
                return false;
            }
            target = null;
            if (own.isFlow(route)) {
                takeFlow(flows.read(route.user(), request.message().callId(), request.hasToTag()));
            } else {
                String token = route.params().get(OwnAddress.TOKEN_PARAM);
                if (token != null) {
                    prove(dialogs.proves(token, request.message().callId()));
                }
            }
            return true;
        }

        private void takeFlow(FlowToken token) {
            switch (token) {
                case FlowToken.Forged forged -> prove(false);
                case FlowToken.Gone gone -> target = token;
                case FlowToken.Usable usable -> {
                    if (usable.ofDialog()) {
                        prove(true);
                    }
                    // RFC 5626 5.3: what comes over that flow is on its way out
                    target = isSame(usable.flow(), request.flow()) ? null : token;
                }
            }
        }

        private void prove(boolean proven) {
            if (!proven) {
                dialog = RoutedRequest.Token.FORGED;
            } else if (dialog == RoutedRequest.Token.ABSENT) {
                dialog = RoutedRequest.Token.VALID;
            }
        }
    }

    private static boolean isSame(Flow ours, Flow from) {
        return ours.transport() == Transport.UDP
                ? from.transport() == Transport.UDP && ours.remote().equals(from.remote())
                : ours.transport() == from.transport() && ours.connection() == from.connection();
    }
}
