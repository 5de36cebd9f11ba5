package org.p2psip.edge.transaction;

import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.time.TimerQueue;

/**
 * The non-INVITE client transaction (RFC 3261 17.1.2).
 *
 * <pre>
 * TRYING --1xx--> PROCEEDING --200 to 699--> COMPLETED --K--> TERMINATED
 * TRYING --200 to 699--> COMPLETED
 * TRYING, PROCEEDING --F, not sent--> TERMINATED
 * </pre>
 */
public final class NonInviteClientTransaction extends ClientTransaction {
    /** States of the figure. */
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private final TimerQueue.Timer retransmit;
    private final TimerQueue.Timer end;
    private long interval = Timers.T1;
    private State state = State.TRYING;

    NonInviteClientTransaction(Branch branch, Hop hop, byte[] request, User user, TransactionTable table) {
        super(branch, hop, request, user, table);
        retransmit = context.timers().timer(this::timerE);
        end = context.timers().timer(this::timeOver);
    }

    State state() {
        return state;
    }

    @Override
    void start() {
        if (!isReliable()) {
            retransmit.start(interval);
        }
        end.start(Timers.LIFETIME); // timer F
        send(request());
    }

    @Override
    void received(SipMessage response) {
        if (state != State.TRYING && state != State.PROCEEDING) {
            return;
        }
        if (response.status() < 200) {
            state = State.PROCEEDING;
        } else if (isReliable()) {
            terminate();
        } else {
            retransmit.cancel();
            end.cancel();
            state = State.COMPLETED;
            finish(Remains.silent(Remains.State.CLIENT_COMPLETED)); // for timer K
        }
        user().responded(response);
    }

    private void timerE() {
        sendAgain();
        interval = state == State.PROCEEDING ? Timers.T2 : Math.min(2 * interval, Timers.T2);
        retransmit.start(interval);
    }

    private void timeOver() {
        terminate();
        context.counters().add(EdgeCounter.CLIENT_TIMEOUTS);
        user().timedOut();
    }

    @Override
    void sendFailed() {
        if (state == State.TRYING || state == State.PROCEEDING) {
            terminate();
            user().notSent();
        }
    }

    @Override
    public void terminate() {
        if (state == State.TRYING || state == State.PROCEEDING) {
            state = State.TERMINATED;
            retransmit.cancel();
            end.cancel();
            leave();
        }
    }
}
