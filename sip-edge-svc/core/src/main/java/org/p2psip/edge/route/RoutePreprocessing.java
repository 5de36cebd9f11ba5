package org.p2psip.edge.route;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.transaction.IncomingRequest;

/** Route information preprocessing (RFC 3261 16.4). */
public final class RoutePreprocessing {
    private final OwnAddress own;
    private final DialogToken tokens;

    public RoutePreprocessing(OwnAddress own, DialogToken tokens) {
        this.own = own;
        this.tokens = tokens;
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
            return new RoutedRequest(request, requestUri, uri, List.of(), 0, false, RoutedRequest.Token.ABSENT);
        }
        List<NameAddr> routes = new ArrayList<>(message.routes());
        List<String> values = new ArrayList<>(message.values(Header.ROUTE));
        RoutedRequest.Token token = RoutedRequest.Token.ABSENT;
        boolean rewritten = uri != null && own.isEdge(uri) && uri.params().containsKey(OwnAddress.TOKEN_PARAM);
        if (rewritten) {
            // A strict router put our Record-Route into the Request-URI, and the target at the end of Route.
            token = tokenOf(uri, message, token);
            requestUri = routes.removeLast().uriText();
            values.removeLast();
            uri = SipUri.parse(requestUri).orElse(null);
        }
        int ownRoutes = 0;
        while (ownRoutes < routes.size() && isOwn(routes.get(ownRoutes))) {
            token = tokenOf(routes.get(ownRoutes).uri(), message, token);
            ownRoutes++;
        }
        List<String> left = List.copyOf(values.subList(ownRoutes, values.size()));
        return new RoutedRequest(request, requestUri, uri, left, ownRoutes, rewritten, token);
    }

    private boolean isOwn(NameAddr route) {
        return route.uri() != null && own.isOwn(route.uri());
    }

    private RoutedRequest.Token tokenOf(SipUri ours, SipMessage message, RoutedRequest.Token before) {
        String token = ours.params().get(OwnAddress.TOKEN_PARAM);
        if (token == null || before == RoutedRequest.Token.FORGED) {
            return before;
        }
        return tokens.proves(token, message.callId()) ? RoutedRequest.Token.VALID : RoutedRequest.Token.FORGED;
    }
}
