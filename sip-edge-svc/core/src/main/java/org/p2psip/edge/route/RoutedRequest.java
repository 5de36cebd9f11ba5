package org.p2psip.edge.route;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.outbound.FlowToken;
import org.p2psip.edge.transaction.IncomingRequest;

/**
 * A request whose Route was read (RFC 3261 16.4).
 *
 * @param request as it came in
 * @param requestUri the Request-URI, strict routing undone
 * @param uri the same; null when it is no SIP URI that parses
 * @param routes what is left of Route behind our own values, as written
 * @param ownRoutes how many values of ours were on top
 * @param rewritten whether a strict router had moved the Request-URI into Route
 * @param token what our Route said about the dialog
 * @param flow over which flow of ours it is to go; null when none of our Route values said so
 */
public record RoutedRequest(
        IncomingRequest request,
        String requestUri,
        SipUri uri,
        List<String> routes,
        int ownRoutes,
        boolean rewritten,
        Token token,
        FlowToken flow) {

    /** The dialog token that a request brought. */
    public enum Token {
        /** None: an initial request, or one that did not come by our Record-Route. */
        ABSENT,
        VALID,
        /** One that is not of its Call-ID, or a flow token that is not ours. */
        FORGED
    }

    /** The same, to another target. */
    public RoutedRequest to(String otherUri, List<String> before) {
        List<String> way = new ArrayList<>(before);
        way.addAll(routes);
        SipUri parsed = SipUri.parse(otherUri).orElse(null);
        return new RoutedRequest(request, otherUri, parsed, List.copyOf(way), ownRoutes, rewritten, token, flow);
    }

    /** Whether it is inside a dialog that was set up through an edge of this site. */
    public boolean isInKnownDialog() {
        return token == Token.VALID && request.hasToTag();
    }
}
