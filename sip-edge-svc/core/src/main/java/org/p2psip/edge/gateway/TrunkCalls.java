package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.time.Agenda;

/**
 * The calls that count against a trunk's limits: from the INVITE to its failure, to the BYE, to the end of a session that
 * nobody refreshed (RFC 4028), or to the longest time that the trunk's configuration gives a call.
 */
final class TrunkCalls {
    private final GatewayContext gateway;
    private final Map<String, List<Leg>> calls = new HashMap<>();

    TrunkCalls(GatewayContext gateway) {
        this.gateway = gateway;
    }

    /** A call wants to come or leave by a trunk; when it is admitted it is counted. */
    CallLoad.Verdict begin(SipMessage invite, LiveTrunk trunk) {
        CallLoad.Verdict verdict = trunk.load()
                .begin(trunk.config().limits(), gateway.context().time().nanos());
        if (verdict == CallLoad.Verdict.ADMITTED) {
            Leg leg = new Leg(keyOf(invite, invite.from().tag()), trunk);
            calls.computeIfAbsent(leg.key, any -> new ArrayList<>(1)).add(leg);
            leg.endAfter(trunk.config().limits().longest().toNanos());
        }
        return verdict;
    }

    /** A call went on from this trunk to another one. */
    void leave(SipMessage invite, LiveTrunk trunk) {
        for (Leg leg : legs(invite, invite.from().tag())) {
            if (leg.trunk == trunk) {
                leg.end();
            }
        }
    }

    /** The INVITE failed. */
    void failed(SipMessage invite) {
        legs(invite, invite.from().tag()).forEach(Leg::end);
    }

    /** A BYE was seen, of either side. */
    void ended(SipMessage bye) {
        legs(bye, bye.from().tag()).forEach(Leg::end);
        legs(bye, bye.to().tag()).forEach(Leg::end);
    }

    /** A 2xx to an INVITE or UPDATE of the call: it says until when the session holds without another one. */
    void refreshed(SipMessage response) {
        String sessionExpires = response.header(Header.SESSION_EXPIRES);
        if (sessionExpires == null) {
            return;
        }
        int semicolon = sessionExpires.indexOf(';');
        String seconds = (semicolon < 0 ? sessionExpires : sessionExpires.substring(0, semicolon)).trim();
        long session = TimeUnit.SECONDS.toNanos(SipMessage.expiresOf(seconds));
        List<Leg> legs = legs(response, response.from().tag());
        for (Leg leg : legs.isEmpty() ? legs(response, response.to().tag()) : legs) {
            leg.endAfter(Math.min(session, leg.trunk.config().limits().longest().toNanos()));
        }
    }

    /** A call by its Call-ID and the tag of who called; a copy, as legs that end leave the list. */
    private List<Leg> legs(SipMessage message, String callerTag) {
        List<Leg> legs = calls.isEmpty() ? null : calls.get(keyOf(message, callerTag));
        return legs == null ? List.of() : List.copyOf(legs);
    }

    private static String keyOf(SipMessage message, String callerTag) {
        return message.callId() + '\n' + callerTag;
    }

    private final class Leg {
        private final String key;
        private final LiveTrunk trunk;
        private Agenda.Entry expiry;

        Leg(String key, LiveTrunk trunk) {
            this.key = key;
            this.trunk = trunk;
        }

        void endAfter(long nanos) {
            if (expiry != null) {
                expiry.cancel();
            }
            expiry = gateway.agenda().after(nanos, this::end);
        }

        void end() {
            expiry.cancel();
            List<Leg> legs = calls.get(key);
            if (legs != null && legs.remove(this)) {
                trunk.load().ended();
                if (legs.isEmpty()) {
                    calls.remove(key);
                }
            }
        }
    }
}
