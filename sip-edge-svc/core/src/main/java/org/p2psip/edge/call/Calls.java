package org.p2psip.edge.call;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.Aor;
import org.p2psip.edge.CallRecord;
import org.p2psip.edge.CallRecord.End;
import org.p2psip.edge.EdgeCommand;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.IncomingRequest;
import org.p2psip.edge.transaction.TransactionContext;

/**
 * The answered calls, at most a given number, and one record for each call attempt. A call whose BYE takes another way
 * stays until its session expires (RFC 4028), or newer calls need its place.
 */
public final class Calls implements IncomingRequest.CallObserver {
    /** How late the end of a session is noticed at most. */
    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(30);

    private static final int UNAUTHORIZED = 401;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final TransactionContext context;
    private final int limit;
    private final Map<String, Call> answered = new LinkedHashMap<>();
    private final TimerQueue.Timer sweep;

    public Calls(TransactionContext context, int limit) {
        this.context = context;
        this.limit = limit;
        this.sweep = context.timers().timer(this::sweep);
    }

    /** A challenge is no attempt, as the same call comes again; and an INVITE inside a dialog is no call. */
    @Override
    public void answered(IncomingRequest invite, int status) {
        if (status == UNAUTHORIZED || status == PROXY_AUTHENTICATION_REQUIRED || invite.hasToTag()) {
            return;
        }
        long now = context.time().nanos();
        SipMessage message = invite.message();
        Call call = new Call(
                message.callId(),
                withoutParameters(message.from()),
                message.requestUri(),
                invite.authenticatedUser(),
                invite.trunk(),
                status,
                invite.arrivedNanos(),
                now,
                now + SessionTimer.nanos(message));
        if (status >= 300) {
            context.counters().add(EdgeCounter.CALLS_FAILED);
            publish(call, End.NOT_ANSWERED);
            return;
        }
        context.counters().add(EdgeCounter.CALLS_ANSWERED);
        if (answered.size() >= limit && !answered.containsKey(call.callId)) {
            context.counters().add(EdgeCounter.LIMIT_CALLS);
            Iterator<Call> oldestFirst = answered.values().iterator();
            Call oldest = oldestFirst.next();
            oldestFirst.remove();
            publish(oldest, End.UNSEEN);
        }
        answered.putIfAbsent(call.callId, call);
        if (!sweep.isRunning()) {
            sweep.start(SWEEP_NANOS);
        }
    }

    /** A request that may refresh the session of a call is forwarded. */
    public void refreshed(SipMessage request) {
        long until = context.time().nanos() + SessionTimer.nanos(request);
        answered.computeIfPresent(request.callId(), (callId, call) -> call.until(until));
    }

    private void sweep() {
        long now = context.time().nanos();
        for (Iterator<Call> calls = answered.values().iterator(); calls.hasNext(); ) {
            Call call = calls.next();
            if (call.untilNanos - now <= 0) {
                calls.remove();
                context.counters().add(EdgeCounter.CALLS_EXPIRED);
                publish(call, End.EXPIRED);
            }
        }
        if (!answered.isEmpty()) {
            sweep.start(SWEEP_NANOS);
        }
    }

    /** A BYE of this call is forwarded. */
    public void ended(String callId) {
        Call call = answered.remove(callId);
        if (call != null) {
            publish(call, End.BYE);
        }
    }

    /** The edge stops: the records of calls that go on without it. */
    public void publishAll() {
        answered.values().forEach(call -> publish(call, End.UNSEEN));
        answered.clear();
    }

    /** Number of answered calls whose end was not seen. */
    public int size() {
        return answered.size();
    }

    private static String withoutParameters(NameAddr caller) {
        Optional<Aor> aor = Optional.ofNullable(caller.uri()).flatMap(SipUri::aor);
        return aor.map(Aor::toString).orElse(caller.uriText());
    }

    private void publish(Call call, End end) {
        long now = context.time().nanos();
        context.out()
                .accept(new EdgeCommand.PublishCall(new CallRecord(
                        call.callId,
                        call.from,
                        call.to,
                        call.user,
                        call.trunk,
                        call.status,
                        now - call.startedNanos,
                        call.answeredNanos - call.startedNanos,
                        end == End.BYE ? now - call.answeredNanos : -1,
                        end)));
    }

    private record Call(
            String callId,
            String from,
            String to,
            String user,
            String trunk,
            int status,
            long startedNanos,
            long answeredNanos,
            long untilNanos) {
        Call until(long nanos) {
            return new Call(callId, from, to, user, trunk, status, startedNanos, answeredNanos, nanos);
        }
    }
}
