package org.p2psip.edge;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.edge.auth.Authentication;
import org.p2psip.edge.auth.PasswordHashes;
import org.p2psip.edge.call.Calls;
import org.p2psip.edge.digest.NonceSigner;
import org.p2psip.edge.entry.NobodyThere;
import org.p2psip.edge.entry.RequestEntry;
import org.p2psip.edge.gateway.GatewayContext;
import org.p2psip.edge.gateway.GatewayPeer;
import org.p2psip.edge.gateway.TrunkLogins;
import org.p2psip.edge.gruu.Gruus;
import org.p2psip.edge.locate.DnsAnswer;
import org.p2psip.edge.locate.ServerLocator;
import org.p2psip.edge.location.Credentials;
import org.p2psip.edge.location.Questions;
import org.p2psip.edge.location.RouteSets;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.outbound.Outbound;
import org.p2psip.edge.protect.Offence;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.proxy.ProxyCore;
import org.p2psip.edge.regevent.Subscriptions;
import org.p2psip.edge.registrar.Redirect;
import org.p2psip.edge.registrar.Registrar;
import org.p2psip.edge.route.DialogToken;
import org.p2psip.edge.route.OwnAddress;
import org.p2psip.edge.route.RoutePreprocessing;
import org.p2psip.edge.sight.Traffic;
import org.p2psip.edge.stun.StunBinding;
import org.p2psip.edge.time.Agenda;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.TransactionContext;
import org.p2psip.edge.transaction.TransactionTable;
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

    private final CurrentTime time = new CurrentTime();
    private final TimerQueue timers = new TimerQueue(time);
    private final Counters counters = new Counters();
    private final TransactionContext context;
    private final TransactionTable table;
    private final Protection protection;
    private final Questions questions;
    private final RouteSets routeSets;
    private final Credentials credentials;
    private final Calls calls;
    private final GatewayPeer gateway;
    private final Subscriptions subscriptions;
    private final RequestEntry entry;
    private final Outbound flows;

    /**
     * @param random for what nobody should guess and what should differ after a restart
     * @param out takes the commands, in their order
     */
    public SipEdge(EdgeConfig config, RandomGenerator random, Consumer<EdgeCommand> out) {
        EdgeConfig.Limits limits = config.limits();
        context = new TransactionContext(counting(out), time, timers, counters);
        table = new TransactionTable(context, limits.transactions(), random.nextInt());
        protection = new Protection(config.protect(), context, this::isTrunk, random.nextLong());
        questions = new Questions(context, limits.pendingRequests());
        routeSets = new RouteSets(context, questions, limits.cachedRouteSets());
        credentials = new Credentials(context, questions, limits.cachedCredentials());
        calls = new Calls(context, limits.calls());
        OwnAddress own = new OwnAddress(config);
        Agenda agenda = new Agenda(time, timers);
        ServerLocator servers = new ServerLocator(questions, config.locate(), random, time, counters);
        UserAgentClient client = new UserAgentClient(context, table, servers::locate, own, agenda, random);
        gateway = new GatewayPeer(
                new GatewayContext(context, client, agenda, questions, random, own, Collections.min(config.domains())),
                config.secret());
        Gruus gruus = new Gruus(config.secret(), random);
        subscriptions = new Subscriptions(context, config.regEvent(), routeSets, agenda, client, gruus, own::uri);
        routeSets.onStored(subscriptions::changed);
        DialogToken tokens = new DialogToken(config.secret());
        flows = Outbound.of(config, own.name(), random.nextLong());
        ProxyCore proxy = new ProxyCore(
                context,
                table,
                servers,
                routeSets,
                own,
                tokens,
                flows,
                gateway.hosts(),
                new NobodyThere(config, credentials, protection),
                config);
        entry = new RequestEntry(
                config,
                context,
                table,
                own,
                new RoutePreprocessing(own, tokens, flows.tokens()),
                authentication(config, credentials, random),
                authentication(config, new TrunkLogins(gateway), random),
                gruus,
                protection,
                new RequestEntry.Parts(
                        proxy,
                        new Registrar(config, routeSets, own, flows, gruus, time),
                        subscriptions,
                        new Redirect(routeSets),
                        calls,
                        gateway),
                random.nextLong());
    }

    private Consumer<EdgeCommand> counting(Consumer<EdgeCommand> out) {
        Traffic traffic = counters.traffic();
        return command -> {
            if (command instanceof EdgeCommand.SendTo send) {
                traffic.sent(send.transport(), send.message());
            } else if (command instanceof EdgeCommand.SendOnFlow send) {
                traffic.sent(send.flow().transport(), send.message());
            }
            out.accept(command);
        };
    }

    /**
     * What came in on a flow: a datagram, or a piece of a stream.
     *
     * @param nowEpochMillis the wall clock, for nonces
     */
    public void received(Flow from, Decoded decoded, long nowNanos, long nowEpochMillis) {
        time.set(nowNanos, nowEpochMillis);
        switch (decoded) {
            case Decoded.Complete complete -> received(from, complete.message());
            case Decoded.Refused refused -> malformed(from, refused.answerable(), refused.status(), refused.reason());
            case Decoded.Malformed malformed ->
                malformed(from, malformed.answerable(), malformed.status(), malformed.reason());
            case Decoded.KeepAlive keepAlive -> {
                counters.add(EdgeCounter.KEEPALIVES);
                if (keepAlive.isPing() && from.transport().isReliable()) {
                    context.out().accept(new EdgeCommand.SendOnFlow(from, PONG, null, 0)); // RFC 5626 4.4.1
                }
            }
            case Decoded.Stun stun -> stun(from, stun.message());
            case Decoded.Incomplete incomplete -> {} // the rest is still to come
        }
    }

    private void stun(Flow from, byte[] message) {
        byte[] answer = StunBinding.answer(message, from.remote());
        if (answer == null) {
            counters.add(EdgeCounter.STUN_DROPPED);
            return;
        }
        counters.add(EdgeCounter.STUN_ANSWERED);
        context.out()
                .accept(
                        from.transport().isReliable()
                                ? new EdgeCommand.SendOnFlow(from, answer, null, 0)
                                : new EdgeCommand.SendTo(from.transport(), from.remote(), answer, 0));
    }

    private void received(Flow from, SipMessage message) {
        if (message.isRequest()) {
            counters.add(byMethod(message.method()));
            counters.traffic().requestIn(from.transport(), message.method());
            entry.received(message, from);
        } else {
            counters.add(EdgeCounter.RESPONSES_RECEIVED);
            counters.traffic().response(Traffic.Direction.IN, message.method(), message.status());
            if (!namesWhoAsked(message)) {
                counters.add(EdgeCounter.MALFORMED);
            } else if (!table.received(message)) {
                counters.add(EdgeCounter.STRAY_RESPONSES); // RFC 6026 section 6: it is not forwarded
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

    private Authentication authentication(EdgeConfig config, PasswordHashes hashes, RandomGenerator random) {
        NonceSigner nonces = new NonceSigner(
                config.secret(), random.nextLong(), TimeUnit.SECONDS.toMillis(config.nonceLifetimeSeconds()));
        return new Authentication(context, hashes, nonces, config.digest(), protection);
    }

    private boolean isTrunk(Flow flow) {
        return gateway.isTrunk(flow);
    }

    private void malformed(Flow from, SipMessage answerable, int status, String reason) {
        if (protection.judgeMalformed(from) != Protection.Verdict.ADMITTED) {
            return;
        }
        if (answerable == null) {
            counters.add(EdgeCounter.MALFORMED);
            protection.offended(from, Offence.MALFORMED, false);
        } else {
            entry.malformed(answerable, status, reason, from);
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
        time.advanceTo(nowNanos);
        questions.answered(token, result);
    }

    /** The answer to an AskDns. One that comes too late is ignored. */
    public void dnsAnswered(long token, DnsAnswer answer, long nowNanos) {
        time.advanceTo(nowNanos);
        questions.answered(token, answer);
    }

    /** A message with that failure token could not be sent (RFC 3261 18.4). */
    public void sendFailed(long failureToken, long nowNanos) {
        time.advanceTo(nowNanos);
        table.sendFailed(failureToken);
    }

    /** A stream that messages came from or went to is closed: whoever waits for an answer on it hears of it at once. */
    public void flowClosed(Flow flow, long nowNanos) {
        time.advanceTo(nowNanos);
        flows.losses().closed(flow.connection());
    }

    /** Fires the timers that are due. */
    public void advance(long nowNanos) {
        time.advanceTo(nowNanos);
        timers.fireDue();
    }

    /** When {@link #advance} is to be called; {@link Long#MAX_VALUE} when nothing waits. */
    public long nextDeadline() {
        return timers.nextDeadline();
    }

    /**
     * The bindings of an AOR changed in the overlay: they are asked for again, unless they are known.
     *
     * @param generation of the bindings after the change; 0 when nobody knows
     */
    public void routeSetChanged(Aor aor, long generation, long nowNanos) {
        time.advanceTo(nowNanos);
        routeSets.changed(aor, generation);
        subscriptions.changed(aor);
    }

    /** A user was enrolled, changed or removed: the digest hashes are asked for again. */
    public void credentialsChanged(Aor user) {
        credentials.changed(user);
    }

    /** Other trunks, routes and numbers hold from now on, all at once. Calls that are up go on. */
    public void trunksChanged(Trunks trunks, long nowNanos) {
        time.advanceTo(nowNanos);
        gateway.changed(trunks);
    }

    /** How every host of every trunk is doing. */
    public List<TrunkStatus> trunkStatus(long nowNanos) {
        time.advanceTo(nowNanos);
        return gateway.status();
    }

    /** What keeps the edge on its feet: whom it does not listen to, and whether it is overloaded. */
    public Protection protection() {
        return protection;
    }

    /** From now on new requests are answered 503; those inside dialogs are served. */
    public void drain() {
        subscriptions.deactivate();
        entry.drain();
    }

    /** The edge stops: publishes the records of the calls that are up. */
    public void stop(long nowNanos) {
        time.advanceTo(nowNanos);
        calls.publishAll();
        gateway.stop();
    }

    /** Transactions that are not over, those that only absorb retransmissions among them. */
    public int activeTransactions() {
        return table.size();
    }

    /** Requests that still wait for their final response: what an edge that stops should wait for. */
    public int unansweredRequests() {
        return table.unanswered();
    }

    /** Answered calls whose end was not seen. */
    public int activeCalls() {
        return calls.size();
    }

    public Counters counters() {
        return counters;
    }
}
