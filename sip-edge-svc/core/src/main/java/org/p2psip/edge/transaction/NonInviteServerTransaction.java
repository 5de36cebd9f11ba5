package org.p2psip.edge.transaction;

import org.p2psip.edge.EdgeCounter;

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

    private State state = State.TRYING;

    NonInviteServerTransaction(TransactionKey key, ReturnPath path, TransactionTable table) {
        super(key, path, table);
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
            finish(Remains.State.SERVER_COMPLETED); // for timer J
        }
    }

    @Override
    public boolean isAnswered() {
        return state == State.COMPLETED || state == State.TERMINATED;
    }

    @Override
    public void terminate() {
        if (!isAnswered()) {
            state = State.TERMINATED;
            leave();
        }
    }
}
