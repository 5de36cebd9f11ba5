package org.p2psip.edge.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.identity.Sender;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.proxy.Passage;
import org.p2psip.edge.proxy.Succession;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.uac.DigestClient;

/**
 * A request on its way out by trunks: the hosts of one after the other, then those of the next, until one takes it. It
 * goes on from a host that is silent, cannot be sent to, is in trouble (5xx that says so) or does not let us in; any other
 * answer is the called party's.
 */
final class TrunkCall implements Succession {
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String RETRY_AFTER_SECONDS = "5";

    /** One place to try: a host of a trunk, or another site's edge. */
    sealed interface Attempt {
        /** A host of a trunk of ours. */
        record ByTrunk(LiveTrunk trunk, LiveHost host) implements Attempt {}

        /** The edges of another site, whose trunks reach the number. */
        record BySite(SipUri target) implements Attempt {}
    }

    private final GatewayPeer peer;
    private final IncomingRequest request;
    private final String number;
    private final Sender sender;
    private final Passage inbound;
    private final Deque<Attempt> untried;
    private Attempt current;
    private LiveTrunk counted;
    private LiveTrunk full;
    private Next first;

    /** @param inbound what is changed as the request came by a trunk itself; null when it did not */
    TrunkCall(
            GatewayPeer peer,
            IncomingRequest request,
            String number,
            Sender sender,
            Passage inbound,
            List<Attempt> attempts) {
        this.peer = peer;
        this.request = request;
        this.number = number;
        this.sender = sender;
        this.inbound = inbound;
        this.untried = new ArrayDeque<>(attempts);
    }

    /** Finds the first target; without any, the request is answered here. */
    boolean begin() {
        first = choose();
        if (first != null) {
            return true;
        }
        if (full == null) {
            peer.context().context().counters().add(EdgeCounter.TRUNKS_UNAVAILABLE);
            refuse(request, "No Trunk Is Up");
        } else {
            refuse(request, "Trunk " + full.name() + " Is Full");
        }
        return false;
    }

    /** Answers 503, with when to come again and why (RFC 3326). */
    static void refuse(IncomingRequest request, String why) {
        byte[] response = request.response(SERVICE_UNAVAILABLE, null)
                .header(Header.RETRY_AFTER, RETRY_AFTER_SECONDS)
                .header(
                        Header.REASON,
                        "SIP;cause=503;text=\"" + why.replace("\\", "").replace("\"", "") + '"')
                .toBytes();
        request.answer(SERVICE_UNAVAILABLE, response);
    }

    @Override
    public Next next(int status, boolean answered) {
        if (first != null) {
            Next chosen = first;
            first = null;
            return chosen;
        }
        if (!goesOn(status, answered)) {
            return null;
        }
        Attempt failed = current;
        Next next = choose();
        if (next != null) {
            peer.context().context().counters().add(EdgeCounter.TRUNK_FAILOVERS);
            if (failed instanceof Attempt.ByTrunk left) {
                left.host().failedOver();
            }
        }
        return next;
    }

    private static boolean goesOn(int status, boolean answered) {
        return switch (status) {
            case 500, 502, 503, 504 -> true;
            default -> !answered || DigestClient.isChallenge(status);
        };
    }

    private Next choose() {
        while (!untried.isEmpty()) {
            Attempt attempt = untried.poll();
            switch (attempt) {
                case Attempt.ByTrunk by -> {
                    if (isAdmitted(by.trunk())) {
                        current = attempt;
                        request.byTrunk(by.trunk().name());
                        return byTrunk(by);
                    }
                }
                case Attempt.BySite site -> {
                    leave();
                    current = attempt;
                    request.byTrunk("");
                    SipUri uri = SipUris.withUser(site.target(), number);
                    return new Next(uri, List.of(), with(peer.passages().towardSite(request, sender)));
                }
            }
        }
        return null;
    }

    private Next byTrunk(Attempt.ByTrunk by) {
        SipUri host = by.host().config().uri();
        String called = by.trunk().config().outbound().called().apply(number);
        SipUri uri = SipUris.withUser(host, called);
        return new Next(uri, List.of(), with(peer.passages().towardTrunk(by.trunk(), request, sender)));
    }

    private Passage with(Passage outbound) {
        return inbound == null ? outbound : new BothPassages(inbound, outbound);
    }

    /** Only calls count, and once for all hosts of a trunk. */
    private boolean isAdmitted(LiveTrunk trunk) {
        if (trunk == counted || !request.isInvite() || request.hasToTag()) {
            return true;
        }
        if (trunk == full) {
            return false;
        }
        leave();
        if (peer.calls().begin(request.message(), trunk) == CallLoad.Verdict.ADMITTED) {
            counted = trunk;
            return true;
        }
        peer.context().context().counters().add(EdgeCounter.LIMIT_TRUNK_CALLS);
        full = trunk;
        return false;
    }

    private void leave() {
        if (counted != null) {
            peer.calls().leave(request.message(), counted);
            counted = null;
        }
    }
}
