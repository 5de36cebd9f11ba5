package org.p2psip.edge.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.outbound.FlowToken;
import org.p2psip.edge.outbound.FlowTokens;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutedRequest;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.IncomingRequest;

/** Makes the request that goes to a target out of the one that came in (RFC 3261 16.6 steps 1 to 9). */
final class Forwarding {
    private static final int DEFAULT_MAX_FORWARDS = 70;

    /** They set up dialogs (RFC 3261 12.1, RFC 6665, RFC 3515): we want to see what follows. */
    private static final Set<String> DIALOG_FORMING = Set.of("INVITE", "SUBSCRIBE", "REFER", "NOTIFY");

    private final OwnAddress own;
    private final FlowTokens flows;
    private final RecordRouting recordRoutes;

    Forwarding(OwnAddress own, FlowTokens flows, RecordRouting recordRoutes) {
        this.own = own;
        this.flows = flows;
        this.recordRoutes = recordRoutes;
    }

    /**
     * Where a request is sent and as what.
     *
     * @param requestUri its Request-URI
     * @param routes its Route values
     * @param nextHop where it is sent; null when a flow says so
     * @param flow over which flow of this edge it is sent; null when any way will do
     */
    record Routing(String requestUri, List<String> routes, SipUri nextHop, FlowToken flow) {
        /** Whether the whole way has to be encrypted: the Request-URI is {@code sips} (RFC 3261 16.6 step 7). */
        boolean isSecure() {
            return requestUri.regionMatches(true, 0, "sips:", 0, 5);
        }
    }

    /** Route information postprocessing (16.6 step 6); empty when the next hop is no SIP URI. */
    Optional<Routing> routing(RoutedRequest request, Target target) {
        List<String> routes = new ArrayList<>(target.routes());
        routes.addAll(request.routes());
        // A GRUU leads by the Path that its phone has now, which may be another than when the call began
        if (request.flow() != null && target.routes().isEmpty()) {
            return Optional.of(new Routing(target.requestUri(), routes, null, request.flow()));
        }
        if (routes.isEmpty()) {
            return Optional.ofNullable(target.uri()).map(uri -> new Routing(target.requestUri(), routes, uri, null));
        }
        Optional<SipUri> first = NameAddr.parse(routes.getFirst()).map(NameAddr::uri);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        if (own.isFlow(first.get())) {
            // The Path of a phone that hangs on this very edge
            routes.removeFirst();
            IncomingRequest incoming = request.request();
            FlowToken token = flows.read(first.get().user(), incoming.message().callId(), incoming.hasToTag());
            return Optional.of(new Routing(target.requestUri(), routes, null, token));
        }
        if (first.get().isLooseRouter()) {
            return first.map(uri -> new Routing(target.requestUri(), routes, uri, null));
        }
        // A strict router takes its own URI for the Request-URI, and gets the target as the last Route.
        routes.removeFirst();
        routes.add('<' + target.requestUri() + '>');
        return first.map(uri -> new Routing(uri.withoutHeaders(), routes, uri, null));
    }

    /**
     * The request as it is sent.
     *
     * @param breadth its Max-Breadth; 0 leaves it as it is
     * @param passage what is changed of it beyond that; null for nothing
     */
    byte[] message(RoutedRequest routed, Routing routing, Hop hop, String branch, int breadth, Passage passage) {
        SipMessage message = routed.request().message();
        MessageEditor editor = message.edit();
        if (!routing.requestUri().equals(message.requestUri())) {
            editor.requestUri(routing.requestUri());
        }
        int maxForwards = message.maxForwards();
        editor.set(Header.MAX_FORWARDS, Integer.toString(maxForwards < 0 ? DEFAULT_MAX_FORWARDS : maxForwards - 1));
        if (!routing.routes().equals(message.count(Header.ROUTE) == 0 ? List.of() : message.values(Header.ROUTE))) {
            writeRoutes(editor, routing.routes());
        }
        if (breadth > 0) {
            editor.set(Header.MAX_BREADTH, Integer.toString(breadth));
        }
        if (DIALOG_FORMING.contains(message.method())) {
            recordRoutes.write(editor, routed.request(), hop, isSecure(routing));
        }
        withoutOwnCredentials(editor, routed);
        if (hop.transport().isReliable() && message.header(Header.CONTENT_LENGTH) == null) {
            editor.set(Header.CONTENT_LENGTH, Integer.toString(message.bodyLength()));
        }
        editor.replaceFirstValue(Header.VIA, routed.request().receivedVia())
                .prepend(
                        Header.VIA,
                        "SIP/2.0/" + hop.transport() + ' ' + own.sentBy(hop.transport(), hop.address()) + ";branch="
                                + branch);
        if (passage != null) {
            passage.edit(editor, message, hop);
        }
        return editor.toBytes();
    }

    /** Whether the target is to be reached over TLS all the way (RFC 3261 16.6 step 4). */
    private static boolean isSecure(Routing routing) {
        return (routing.nextHop() != null && routing.nextHop().scheme().equals("sips")) || routing.isSecure();
    }

    private static void writeRoutes(MessageEditor editor, List<String> routes) {
        if (routes.isEmpty()) {
            editor.remove(Header.ROUTE);
        } else {
            editor.set(Header.ROUTE, String.join(", ", routes));
        }
    }

    /** What proves the user to us is nobody else's business; that for other proxies stays (RFC 3261 22.3). */
    private static void withoutOwnCredentials(MessageEditor editor, RoutedRequest routed) {
        String realm = routed.request().authenticatedRealm();
        if (realm.isEmpty()) {
            return;
        }
        List<String> others = routed.request().message().values(Header.PROXY_AUTHORIZATION).stream()
                .filter(credentials -> !credentials.contains("realm=\"" + realm + '"'))
                .toList();
        editor.remove(Header.PROXY_AUTHORIZATION);
        others.forEach(credentials -> editor.append(Header.PROXY_AUTHORIZATION, credentials));
    }
}
