package org.p2psip.edge.transaction;

import java.util.function.Consumer;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.time.TimerQueue;

/**
 * The non-INVITE server transaction (RFC 3261 17.2.2).
 *
 * <pre>
 * TRYING --1xx--> PROCEEDING --200 to 699--> COMPLETED --J--> TERMINATED
 * TRYING --200 to 699--> COMPLETED
 * </pre>
 */
public final class NonInviteServerTransaction extends ServerTransaction {
    /** States of the figure. */
    enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private final TimerQueue.Timer end;
    private State state = State.TRYING;

    NonInviteServerTransaction(
            TransactionKey key, ReturnPath path, TransactionContext context, Consumer<ServerTransaction> ended) {
        super(key, path, context, ended);
        end = context.timers().timer(this::terminate);
    }

    State state() {
        return state;
    }

    @Override
    void retransmitted() {
        sendAgain(EdgeCounter.RETRANSMISSIONS_ABSORBED);
    }

    @Override
    void respond(int status, byte[] response) {
        if (isAnswered()) {
            return;
        }
        send(response);
        if (status < 200) {
            state = State.PROCEEDING;
        } else if (path.isReliable()) {
            terminate();
        } else {
            state = State.COMPLETED;
            end.start(Timers.LIFETIME); // timer J
        }
    }

    @Override
    boolean isAbsorbing() {
        return state == State.COMPLETED;
    }

    @Override
    public boolean isAnswered() {
        return state == State.COMPLETED || state == State.TERMINATED;
    }

    @Override
    public boolean isTerminated() {
        return state == State.TERMINATED;
    }

    @Override
    public void terminate() {
        if (state != State.TERMINATED) {
            state = State.TERMINATED;
            end.cancel();
            leave();
        }
    }
}
