package org.p2psip.edge;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.edge.locate.DnsAnswer;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.protect.Offence;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.sight.Traffic;
import org.p2psip.edge.stun.StunBinding;
import org.p2psip.edge.trunk.TrunkStatus;
import org.p2psip.edge.trunk.Trunks;
import org.p2psip.edge.uac.UserAgentClient;

/**
 * The SIP core of an edge: stateful proxy, registrar and redirect server. It belongs to one event loop, which calls it
 * with what came in and the time, does the commands, and calls {@link #advance} at {@link #nextDeadline}. A command must
 * not call back before the call that made it has returned.
 *
 * <p>Times are of {@link System#nanoTime()}'s kind: only their differences mean something.
 */
public final class SipEdge {
    private static final byte[] PONG = "\r\n".getBytes(StandardCharsets.US_ASCII);

    private final EdgeParts parts;

    /**
     * @param random for what nobody should guess and what should differ after a restart
     * @param out takes the commands, in their order
     */
    public SipEdge(EdgeConfig config, RandomGenerator random, Consumer<EdgeCommand> out) {
        parts = new EdgeParts(config, random, out);
    }

    /**
     * What came in on a flow: a datagram, or a piece of a stream.
     *
     * @param nowEpochMillis the wall clock, for nonces
     */
    public void received(Flow from, Decoded decoded, long nowNanos, long nowEpochMillis) {
        parts.time.set(nowNanos, nowEpochMillis);
        switch (decoded) {
            case Decoded.Complete complete -> received(from, complete.message());
            case Decoded.Refused refused -> malformed(from, refused.answerable(), refused.status(), refused.reason());
            case Decoded.Malformed malformed ->
                malformed(from, malformed.answerable(), malformed.status(), malformed.reason());
            case Decoded.KeepAlive keepAlive -> {
                parts.counters.add(EdgeCounter.KEEPALIVES);
                if (keepAlive.isPing() && from.transport().isReliable()) {
                    parts.context.out().accept(new EdgeCommand.SendOnFlow(from, PONG, null, 0)); // RFC 5626 4.4.1
                }
            }
            case Decoded.Stun stun -> stun(from, stun.message());
            case Decoded.Incomplete incomplete -> {} // the rest is still to come
        }
    }

    private void stun(Flow from, byte[] message) {
        byte[] answer = StunBinding.answer(message, from.remote());
        if (answer == null) {
            parts.counters.add(EdgeCounter.STUN_DROPPED);
            return;
        }
        parts.counters.add(EdgeCounter.STUN_ANSWERED);
        parts.context
                .out()
                .accept(
                        from.transport().isReliable()
                                ? new EdgeCommand.SendOnFlow(from, answer, null, 0)
                                : new EdgeCommand.SendTo(from.transport(), from.remote(), answer, 0));
    }

    private void received(Flow from, SipMessage message) {
        if (message.isRequest()) {
            parts.counters.add(byMethod(message.method()));
            parts.counters.traffic().requestIn(from.transport(), message.method());
            parts.entry.received(message, from);
        } else {
            parts.counters.add(EdgeCounter.RESPONSES_RECEIVED);
            parts.counters.traffic().response(Traffic.Direction.IN, message.method(), message.status());
            if (!namesWhoAsked(message)) {
                parts.counters.add(EdgeCounter.MALFORMED);
            } else if (!parts.table.received(message)) {
                parts.counters.add(EdgeCounter.STRAY_RESPONSES); // RFC 6026 section 6: it is not forwarded
            }
        }
    }

    /**
     * Whether a response has the Via that is below ours (RFC 3261 16.7 step 3); only our CANCELs and the requests that
     * this edge made itself have none.
     */
    private static boolean namesWhoAsked(SipMessage response) {
        try {
            return response.vias().size() > 1 || response.method().equals("CANCEL") || UserAgentClient.isOwn(response);
        } catch (MalformedHeaderException e) {
            return false;
        }
    }

    private void malformed(Flow from, SipMessage answerable, int status, String reason) {
        if (parts.protection.judgeMalformed(from) != Protection.Verdict.ADMITTED) {
            return;
        }
        if (status == SipParser.TOO_LONG || status == SipParser.URI_TOO_LONG) {
            parts.counters.add(EdgeCounter.LIMIT_MESSAGE);
        }
        if (answerable == null) {
            parts.counters.add(EdgeCounter.MALFORMED);
            parts.protection.offended(from, Offence.MALFORMED, false);
        } else {
            parts.entry.malformed(answerable, status, reason, from);
        }
    }

    private static EdgeCounter byMethod(String method) {
        return switch (method) {
            case "REGISTER" -> EdgeCounter.REQUESTS_REGISTER;
            case "INVITE" -> EdgeCounter.REQUESTS_INVITE;
            case "ACK" -> EdgeCounter.REQUESTS_ACK;
            case "BYE" -> EdgeCounter.REQUESTS_BYE;
            case "CANCEL" -> EdgeCounter.REQUESTS_CANCEL;
            case "OPTIONS" -> EdgeCounter.REQUESTS_OPTIONS;
            default -> EdgeCounter.REQUESTS_OTHER;
        };
    }

    /** The answer to a Lookup, FetchCredentials, StoreBindings, FindGateways or PublishGateways. One that comes too late is ignored. */
    public void answered(long token, OverlayResult result, long nowNanos) {
        parts.time.advanceTo(nowNanos);
        parts.questions.answered(token, result);
    }

    /** The answer to an AskDns. One that comes too late is ignored. */
    public void dnsAnswered(long token, DnsAnswer answer, long nowNanos) {
        parts.time.advanceTo(nowNanos);
        parts.questions.answered(token, answer);
    }

    /** A message with that failure token could not be sent (RFC 3261 18.4). */
    public void sendFailed(long failureToken, long nowNanos) {
        parts.time.advanceTo(nowNanos);
        parts.table.sendFailed(failureToken);
    }

    /** A stream that messages came from or went to is closed: whoever waits for an answer on it hears of it at once. */
    public void flowClosed(Flow flow, long nowNanos) {
        parts.time.advanceTo(nowNanos);
        parts.flows.losses().closed(flow.connection());
    }

    /** Fires the timers that are due. */
    public void advance(long nowNanos) {
        parts.time.advanceTo(nowNanos);
        parts.timers.fireDue();
    }

    /** When {@link #advance} is to be called; {@link Long#MAX_VALUE} when nothing waits. */
    public long nextDeadline() {
        return parts.timers.nextDeadline();
    }

    /**
     * The bindings of an AOR changed in the overlay: they are asked for again, unless they are known.
     *
     * @param generation of the bindings after the change; 0 when nobody knows
     */
    public void routeSetChanged(Aor aor, long generation, long nowNanos) {
        parts.time.advanceTo(nowNanos);
        parts.routeSets.changed(aor, generation);
        parts.subscriptions.changed(aor);
    }

    /** A user was enrolled, changed or removed: the digest hashes are asked for again. */
    public void credentialsChanged(Aor user) {
        parts.credentials.changed(user);
    }

    /** Other trunks, routes and numbers hold from now on, all at once. Calls that are up go on. */
    public void trunksChanged(Trunks trunks, long nowNanos) {
        parts.time.advanceTo(nowNanos);
        parts.gateway.changed(trunks);
    }

    /** How every host of every trunk is doing. */
    public List<TrunkStatus> trunkStatus(long nowNanos) {
        parts.time.advanceTo(nowNanos);
        return parts.gateway.status();
    }

    /** What keeps the edge on its feet: whom it does not listen to, and whether it is overloaded. */
    public Protection protection() {
        return parts.protection;
    }

    /** From now on new requests are answered 503; those inside dialogs are served. */
    public void drain() {
        parts.subscriptions.deactivate();
        parts.entry.drain();
    }

    /** The edge stops: publishes the records of the calls that are up. */
    public void stop(long nowNanos) {
        parts.time.advanceTo(nowNanos);
        parts.calls.publishAll();
        parts.gateway.stop();
    }

    /** Transactions that are not over, those that only absorb retransmissions among them. */
    public int activeTransactions() {
        return parts.table.size();
    }

    /** Requests that still wait for their final response: what an edge that stops should wait for. */
    public int unansweredRequests() {
        return parts.table.unanswered();
    }

    /** Answered calls whose end was not seen. */
    public int activeCalls() {
        return parts.calls.size();
    }

    public Counters counters() {
        return parts.counters;
    }
}
