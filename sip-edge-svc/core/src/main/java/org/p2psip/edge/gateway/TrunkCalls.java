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
    CallLoad.Verdict begin(String callId, LiveTrunk trunk) {
        CallLoad.Verdict verdict = trunk.load()
                .begin(trunk.config().limits(), gateway.context().time().nanos());
        if (verdict == CallLoad.Verdict.ADMITTED) {
            Leg leg = new Leg(callId, trunk);
            calls.computeIfAbsent(callId, any -> new ArrayList<>(1)).add(leg);
            leg.endAfter(trunk.config().limits().longest().toNanos());
        }
        return verdict;
    }

    /** A call went on from this trunk to another one. */
    void leave(String callId, LiveTrunk trunk) {
        for (Leg leg : List.copyOf(calls.getOrDefault(callId, List.of()))) {
            if (leg.trunk == trunk) {
                leg.end();
            }
        }
    }

    /** The call failed, or a BYE was seen. */
    void ended(String callId) {
        List.copyOf(calls.getOrDefault(callId, List.of())).forEach(Leg::end);
    }

    /** A 2xx to an INVITE or UPDATE of the call: it says until when the session holds without another one. */
    void refreshed(SipMessage response) {
        String sessionExpires = response.header(Header.SESSION_EXPIRES);
        List<Leg> legs = calls.get(response.callId());
        if (legs == null || sessionExpires == null) {
            return;
        }
        int semicolon = sessionExpires.indexOf(';');
        String seconds = (semicolon < 0 ? sessionExpires : sessionExpires.substring(0, semicolon)).trim();
        long session = TimeUnit.SECONDS.toNanos(SipMessage.expiresOf(seconds));
        for (Leg leg : legs) {
            leg.endAfter(Math.min(session, leg.trunk.config().limits().longest().toNanos()));
        }
    }

    /** Number of calls. */
    int size() {
        return calls.size();
    }

    private final class Leg {
        private final String callId;
        private final LiveTrunk trunk;
        private Agenda.Entry expiry;

        Leg(String callId, LiveTrunk trunk) {
            this.callId = callId;
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
            List<Leg> legs = calls.get(callId);
            if (legs != null && legs.remove(this)) {
                trunk.load().ended();
                if (legs.isEmpty()) {
                    calls.remove(callId);
                }
            }
        }
    }
}
