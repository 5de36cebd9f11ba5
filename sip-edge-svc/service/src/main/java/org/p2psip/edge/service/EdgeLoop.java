package org.p2psip.edge.service;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;
import org.p2psip.edge.Aor;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.Flow;
import org.p2psip.edge.OverlayResult;
import org.p2psip.edge.SipEdge;
import org.p2psip.edge.locate.DnsAnswer;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.ResponseBuilder;
import org.p2psip.edge.protect.Protection;
import org.p2psip.edge.service.hep.HepTrace;
import org.p2psip.edge.service.tracing.RequestTracing;
import org.p2psip.edge.trunk.TrunkStatus;
import org.p2psip.edge.trunk.Trunks;

/**
 * Owns the core: gives it what comes in with the time, wakes it at its deadlines, and ends each turn of the event loop
 * by sending what was gathered during it. On the event loop only, where a method does not say otherwise.
 */
public final class EdgeLoop implements EdgeInput {
    private static final Logger LOG = Logger.getLogger(EdgeLoop.class);
    /** SIP's timers are of 500 ms and more; waking up less often than they could be told apart saves turns. */
    private static final long TIMER_GRAIN_NANOS = 5_000_000;

    private static final int HEARTBEAT_MS = 100;

    private static final String CALL_ID = "callId";

    private final EventLoop loop;
    private final boolean callIdInLog;
    private final RequestTracing tracing;
    private final Occasional complaints = new Occasional(LOG);
    private final List<Runnable> turnEnds = new ArrayList<>();
    private SipEdge edge;
    private Consumer<EdgeCommand> commands;
    private LongSupplier backlogNanos;
    private HepTrace trace;
    private boolean turnEndPlanned;
    private ScheduledFuture<?> timer;
    private long timerAt;
    private long heartbeatDue;
    private volatile long lastHeartbeat = System.nanoTime();
    private volatile long lagNanos;
    private volatile long worstLagNanos;
    private volatile long bugs;
    private volatile int activeTransactions;
    private volatile int bans;
    private volatile int calls;
    private volatile boolean overloaded;

    /** @param callIdInLog whether log lines are to have the Call-ID of the message that is worked on */
    public EdgeLoop(EventLoop loop, boolean callIdInLog, RequestTracing tracing) {
        this.loop = loop;
        this.tracing = tracing;
        this.callIdInLog = callIdInLog;
    }

    /**
     * Starts to serve. On the loop, before anything comes in.
     *
     * @param out does the core's commands
     * @param ends run at the end of each turn in which the core did something
     * @param backlog for how long the sockets have had more than a turn takes, in ns
     * @param messages hears of what comes in
     */
    public void start(
            SipEdge core, Consumer<EdgeCommand> out, List<Runnable> ends, LongSupplier backlog, HepTrace messages) {
        commands = out;
        backlogNanos = backlog;
        trace = messages;
        edge = core;
        turnEnds.addAll(ends);
        heartbeatDue = System.nanoTime();
        heartbeat();
    }

    @Override
    public boolean isBanned(InetAddress source) {
        return edge.protection().isBanned(source);
    }

    @Override
    public void received(Flow from, Decoded decoded) {
        if (trace.isOn()) {
            trace.received(from, decoded);
        }
        if (tracing.isOn()) {
            tracing.received(decoded);
        }
        boolean named = callIdInLog && nameCallId(decoded);
        boolean done =
                guarded(() -> edge.received(from, decoded, System.nanoTime(), System.currentTimeMillis()), "a message");
        if (named) {
            MDC.remove(CALL_ID);
        }
        if (tracing.isOn()) {
            tracing.idle();
        }
        if (!done
                && decoded instanceof Decoded.Complete complete
                && complete.message().isRequest()
                && !complete.message().method().equals("ACK")) {
            byte[] answer = ResponseBuilder.of(complete.message(), 500, null).toBytes();
            commands.accept(
                    from.transport().isReliable()
                            ? new EdgeCommand.SendOnFlow(from, answer, null, 0)
                            : new EdgeCommand.SendTo(from.transport(), from.remote(), answer, 0));
        }
    }

    private static boolean nameCallId(Decoded decoded) {
        if (decoded instanceof Decoded.Complete complete) {
            MDC.put(CALL_ID, complete.message().callId());
            return true;
        }
        return false;
    }

    @Override
    public void answered(long token, OverlayResult result) {
        if (tracing.isOn()) {
            tracing.answered(token, result);
        }
        guarded(() -> edge.answered(token, result, System.nanoTime()), "an answer of the overlay");
        if (tracing.isOn()) {
            tracing.idle();
        }
    }

    @Override
    public void dnsAnswered(long token, DnsAnswer answer) {
        guarded(() -> edge.dnsAnswered(token, answer, System.nanoTime()), "an answer of DNS");
    }

    @Override
    public void sendFailed(long failureToken) {
        guarded(() -> edge.sendFailed(failureToken, System.nanoTime()), "a failure to send");
    }

    @Override
    public void flowClosed(Flow flow) {
        guarded(() -> edge.flowClosed(flow, System.nanoTime()), "a closed stream");
    }

    /** Somebody wrote the bindings of an AOR, or they expired. On the event loop. */
    public void routeSetChanged(Aor aor, long generation) {
        guarded(() -> edge.routeSetChanged(aor, generation, System.nanoTime()), "a registration event");
    }

    /** A user was enrolled, changed or removed. On the event loop. */
    public void credentialsChanged(Aor user) {
        guarded(() -> edge.credentialsChanged(user), "an enrollment event");
    }

    /** Other trunks hold from now on. On the event loop. */
    public void trunksChanged(Trunks trunks) {
        guarded(() -> edge.trunksChanged(trunks, System.nanoTime()), "the trunks file");
    }

    /** How every host of every trunk is doing. On the event loop. */
    public List<TrunkStatus> trunkStatus() {
        return edge.trunkStatus(System.nanoTime());
    }

    /** Requests without a final response. On the event loop. */
    public int unansweredRequests() {
        return edge.unansweredRequests();
    }

    /** Answered calls whose end was not seen. On the event loop. */
    public int activeCalls() {
        return edge.activeCalls();
    }

    /** What keeps the core on its feet. On the event loop. */
    public Protection protection() {
        return edge.protection();
    }

    /** Refuses new requests from now on. */
    public void drain() {
        guarded(edge::drain, "the drain");
    }

    /** Publishes the records of calls that are up. */
    public void stop() {
        guarded(() -> edge.stop(System.nanoTime()), "the stop");
    }

    /** Age of the loop's last sign of life, in ns; a loop that works has one every {@value #HEARTBEAT_MS} ms. Any thread. */
    public long heartbeatAgeNanos() {
        return System.nanoTime() - lastHeartbeat;
    }

    /** How late the last sign of life was, in ns. Any thread. */
    public long lagNanos() {
        return lagNanos;
    }

    /** How late the latest sign of life ever was, in ns. Any thread. */
    public long worstLagNanos() {
        return worstLagNanos;
    }

    /** Failures of the core that were caught here. Any thread. */
    public long bugs() {
        return bugs;
    }

    /** Whether new requests are refused as the loop is late. Any thread. */
    public boolean isOverloaded() {
        return overloaded;
    }

    /** Calls that are up, as of the last sign of life. Any thread. */
    public int calls() {
        return calls;
    }

    /** Sources that are banned. Any thread. */
    public int bans() {
        return bans;
    }

    /** As of the last sign of life. Any thread. */
    public int activeTransactions() {
        return activeTransactions;
    }

    /** The edge must outlive a bug that one message uncovers: it is logged with its stack, counted, and answered 500. */
    private boolean guarded(Runnable input, String what) {
        planTurnEnd();
        try {
            input.run();
            return true;
        } catch (RuntimeException e) {
            failed(what, e);
            return false;
        }
    }

    /** The core failed on something: that is logged and counted. On the loop. */
    public void failed(String what, RuntimeException bug) {
        bugs++; // one writer, the loop
        complaints.warn(() -> "the core failed on " + what, bug);
    }

    private void planTurnEnd() {
        if (!turnEndPlanned) {
            turnEndPlanned = true;
            loop.execute(this::endTurn); // Netty runs tasks after what the selector brought
        }
    }

    private void endTurn() {
        turnEndPlanned = false;
        for (Runnable end : turnEnds) {
            end.run();
        }
        long deadline = edge.nextDeadline();
        if (deadline != Long.MAX_VALUE && (timer == null || deadline + TIMER_GRAIN_NANOS - timerAt < 0)) {
            if (timer != null) {
                timer.cancel(false);
            }
            long now = System.nanoTime();
            timerAt = deadline + TIMER_GRAIN_NANOS;
            timer = loop.schedule(this::advance, timerAt - now, TimeUnit.NANOSECONDS);
        }
    }

    private void advance() {
        timer = null;
        guarded(() -> edge.advance(System.nanoTime()), "a timer");
    }

    private void heartbeat() {
        long now = System.nanoTime();
        lagNanos = Math.max(0, now - heartbeatDue);
        worstLagNanos = Math.max(worstLagNanos, lagNanos);
        lastHeartbeat = now;
        edge.protection().lag(Math.max(lagNanos, backlogNanos.getAsLong()));
        overloaded = edge.protection().isOverloaded();
        bans = edge.protection().banCount();
        activeTransactions = edge.activeTransactions();
        calls = edge.activeCalls();
        heartbeatDue = now + TimeUnit.MILLISECONDS.toNanos(HEARTBEAT_MS);
        loop.schedule(this::heartbeat, HEARTBEAT_MS, TimeUnit.MILLISECONDS);
    }
}
