package org.p2psip.edge.transaction;

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
    private byte[] ack;

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
        switch (state) {
            case CALLING, PROCEEDING -> answered(response);
            case ACCEPTED -> {
                if (response.status() / 100 == 2) {
                    user().responded(response);
                }
            }
            case COMPLETED -> {
                if (response.status() >= 300) {
                    send(ack);
                }
            }
            case TERMINATED -> {}
        }
    }

    private void answered(SipMessage response) {
        User told = user();
        retransmit.cancel();
        end.cancel();
        if (response.status() < 200) {
            state = State.PROCEEDING;
        } else if (response.status() < 300) {
            state = State.ACCEPTED;
            forgetRequest();
            end.start(Timers.LIFETIME); // timer M
            table().absorbs(this);
        } else {
            handOver(null);
            ack = OwnRequests.ack(request(), response);
            state = State.COMPLETED;
            forgetRequest();
            send(ack);
            if (isReliable()) {
                terminate();
            } else {
                end.start(Timers.LIFETIME); // timer D
                table().absorbs(this);
            }
        }
        told.responded(response);
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
        boolean unanswered = state == State.CALLING;
        terminate();
        if (unanswered) {
            context.counters().add(EdgeCounter.CLIENT_TIMEOUTS);
            user().timedOut();
        }
    }

    @Override
    void sendFailed() {
        boolean unanswered = state == State.CALLING;
        if (unanswered || state == State.COMPLETED) {
            terminate();
        }
        if (unanswered) {
            user().notSent();
        }
    }

    @Override
    public boolean isTerminated() {
        return state == State.TERMINATED;
    }

    @Override
    public void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            retransmit.cancel();
            end.cancel();
            leave();
        }
    }
}
