package org.p2psip.edge.transaction;

import java.util.function.UnaryOperator;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.time.TimerQueue;

/**
 * The INVITE client transaction (RFC 3261 17.1.1 as RFC 6026 section 7.2 corrects it).
 *
 * <pre>
 * CALLING --1xx--> PROCEEDING --2xx--> ACCEPTED --M--> TERMINATED
 * CALLING, PROCEEDING --3xx to 6xx--> COMPLETED --D--> TERMINATED
 * CALLING --2xx--> ACCEPTED
 * CALLING --B, not sent--> TERMINATED
 * </pre>
 */
public final class InviteClientTransaction extends ClientTransaction {
    /** States of the figure. */
    enum State {
        CALLING,
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        TERMINATED
    }

    private final TimerQueue.Timer retransmit;
    private final TimerQueue.Timer end;
    private long interval = Timers.T1;
    private State state = State.CALLING;
    private ReturnPath lateSuccesses;
    private UnaryOperator<SipMessage> lateEdit;

    InviteClientTransaction(Branch branch, Hop hop, byte[] request, User user, TransactionTable table) {
        super(branch, hop, request, user, table);
        retransmit = context.timers().timer(this::timerA);
        end = context.timers().timer(this::timeOver);
    }

    State state() {
        return state;
    }

    /** Whether a CANCEL may be sent: only after a provisional response (RFC 3261 9.1). */
    public boolean isProceeding() {
        return state == State.PROCEEDING;
    }

    @Override
    void start() {
        if (!isReliable()) {
            retransmit.start(interval);
        }
        end.start(Timers.LIFETIME); // timer B
        send(request());
    }

    @Override
    void received(SipMessage response) {
        if (state != State.CALLING && state != State.PROCEEDING) {
            return;
        }
        retransmit.cancel();
        end.cancel();
        if (response.status() < 200) {
            state = State.PROCEEDING;
            user().responded(response);
        } else if (response.status() < 300) {
            state = State.ACCEPTED;
            user().responded(response); // who may say where the next ones go
            finish(new Remains(Remains.State.CLIENT_ACCEPTED, lateSuccesses, Remains.NOTHING, lateEdit)); // for timer M
        } else {
            refused(response);
            user().responded(response);
        }
    }

    private void refused(SipMessage response) {
        byte[] ack = OwnRequests.ack(request(), response);
        send(ack);
        if (isReliable()) {
            terminate();
        } else {
            state = State.COMPLETED;
            finish(Remains.repeating(Remains.State.CLIENT_REFUSED, ReturnPath.toServer(hop()), ack)); // for timer D
        }
    }

    /**
     * Where the 2xx responses that come after the first are forwarded (RFC 3261 16.7 step 5); without this they are
     * absorbed. To be called while hearing of the first one.
     *
     * @param path null for nowhere
     * @param edit what is changed in them; null for nothing
     */
    public void forwardLateSuccesses(ReturnPath path, UnaryOperator<SipMessage> edit) {
        lateSuccesses = path;
        lateEdit = edit;
    }

    /** Sends a CANCEL in a transaction of its own, whose responses nobody needs. */
    public void cancel() {
        if (state == State.PROCEEDING) {
            table().cancel(this);
        }
    }

    private void timerA() {
        sendAgain();
        interval = 2 * interval;
        retransmit.start(interval);
    }

    private void timeOver() {
        terminate();
        context.counters().add(EdgeCounter.CLIENT_TIMEOUTS);
        user().timedOut();
    }

    @Override
    void sendFailed() {
        if (state == State.CALLING) {
            terminate();
            user().notSent();
        }
    }

    @Override
    public void terminate() {
        if (state == State.CALLING || state == State.PROCEEDING) {
            state = State.TERMINATED;
            retransmit.cancel();
            end.cancel();
            leave();
        }
    }
}
