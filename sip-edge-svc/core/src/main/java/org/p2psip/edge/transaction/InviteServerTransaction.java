package org.p2psip.edge.transaction;

import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.time.TimerQueue;

/**
 * The INVITE server transaction (RFC 3261 17.2.1 as RFC 6026 section 7.1 corrects it).
 *
 * <pre>
 * PROCEEDING --2xx--> ACCEPTED --L--> TERMINATED
 * PROCEEDING --3xx to 6xx--> COMPLETED --ACK--> CONFIRMED --I--> TERMINATED
 * COMPLETED --H--> TERMINATED
 * </pre>
 */
public final class InviteServerTransaction extends ServerTransaction {
    /** States of the figure. */
    enum State {
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        CONFIRMED,
        TERMINATED
    }

    /** While proceeding until a 100 is due, when completed timer G. */
    private final TimerQueue.Timer retransmit;

    /** Timer H. */
    private final TimerQueue.Timer end;
    /** Timer L. */
    private long acceptsUntil;

    private long interval = Timers.T1;
    private State state = State.PROCEEDING;
    private Runnable trying;

    InviteServerTransaction(TransactionKey key, ReturnPath path, TransactionTable table) {
        super(key, path, table);
        retransmit = context.timers().timer(this::timeToSend);
        end = context.timers().timer(this::terminate);
    }

    State state() {
        return state;
    }

    /**
     * Who answers 100 when there is no response within {@link Timers#TRYING}. Most INVITEs have one by then: a 100 that
     * comes just before it tells nobody anything.
     */
    void tryingBy(Runnable action) {
        trying = action;
        retransmit.start(Timers.TRYING);
    }

    @Override
    void retransmitted() {
        if (trying != null) {
            context.counters().add(EdgeCounter.RETRANSMISSIONS_ABSORBED);
            trying.run();
        } else {
            sendAgain(EdgeCounter.RETRANSMISSIONS_ABSORBED);
        }
    }

    /** An ACK came. */
    void acknowledged() {
        if (state == State.COMPLETED) {
            if (path.isReliable()) {
                terminate();
            } else {
                state = State.CONFIRMED;
                retransmit.cancel();
                end.cancel();
                finish(Remains.State.SERVER_CONFIRMED); // for timer I
            }
        }
    }

    @Override
    void respond(int status, byte[] response) {
        if (state == State.PROCEEDING) {
            if (trying != null) {
                trying = null;
                retransmit.cancel();
            }
            send(response);
            if (status >= 300) {
                completed();
            } else if (status >= 200) {
                state = State.ACCEPTED;
                acceptsUntil = context.time().nanos() + Timers.LIFETIME;
                finish(Remains.State.SERVER_ACCEPTED); // for timer L; whoever accepted sends it again
            }
        } else if (state == State.ACCEPTED
                && status / 100 == 2
                && context.time().nanos() - acceptsUntil < 0) {
            send(response);
        }
    }

    private void completed() {
        state = State.COMPLETED;
        if (!path.isReliable()) {
            retransmit.start(interval);
        }
        end.start(Timers.LIFETIME); // timer H
    }

    private void timeToSend() {
        if (trying != null) {
            trying.run();
        } else {
            timerG();
        }
    }

    private void timerG() {
        sendAgain(EdgeCounter.RETRANSMISSIONS_SENT);
        interval = Math.min(2 * interval, Timers.T2);
        retransmit.start(interval);
    }

    @Override
    public boolean isAnswered() {
        return state != State.PROCEEDING;
    }

    /** Where 2xx responses that come later go; null when none may. */
    public ReturnPath lateSuccesses() {
        return state == State.ACCEPTED ? path : null;
    }

    @Override
    public void terminate() {
        if (state == State.PROCEEDING || state == State.COMPLETED) {
            state = State.TERMINATED;
            trying = null;
            retransmit.cancel();
            end.cancel();
            leave();
        }
    }
}
