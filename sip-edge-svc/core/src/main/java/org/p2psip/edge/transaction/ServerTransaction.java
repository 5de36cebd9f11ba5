package org.p2psip.edge.transaction;

import org.p2psip.edge.EdgeCounter;

/**
 * A server transaction (RFC 3261 17.2): answers one request, and answers it again when it comes again. Once nothing is
 * left to do but absorbing that, its {@link Remains} do it.
 */
public abstract sealed class ServerTransaction permits InviteServerTransaction, NonInviteServerTransaction {
    final TransactionContext context;
    final ReturnPath path;
    private final TransactionKey key;
    private final TransactionTable table;
    private byte[] lastResponse;
    private Runnable whenCancelled;

    ServerTransaction(TransactionKey key, ReturnPath path, TransactionTable table) {
        this.key = key;
        this.path = path;
        this.table = table;
        this.context = table.context();
    }

    /** The request came again. */
    abstract void retransmitted();

    /** Sends a response; without effect in a state where none of that status may follow. */
    abstract void respond(int status, byte[] response);

    /** Whether a final response was sent, or can no longer be. */
    public abstract boolean isAnswered();

    /** Stops the timers and leaves the table, if it is still there. */
    public abstract void terminate();

    /** Who is told of a CANCEL while there is no final response. */
    public void onCancel(Runnable action) {
        whenCancelled = action;
    }

    /** It has its final response: nothing is left to cancel, and the request need not be kept. */
    void forgetUser() {
        whenCancelled = null;
    }

    void cancelled() {
        if (!isAnswered() && whenCancelled != null) {
            whenCancelled.run();
        }
    }

    TransactionKey key() {
        return key;
    }

    void send(byte[] response) {
        lastResponse = response;
        context.out().accept(path.send(response));
    }

    void sendAgain(EdgeCounter counter) {
        context.counters().add(counter);
        if (lastResponse != null) {
            context.out().accept(path.send(lastResponse));
        }
    }

    /** Leaves the table for good. */
    void leave() {
        forget();
        table.ended(this);
    }

    /** Leaves its remains in the table; {@code remains} is told the last response. */
    void finish(Remains.State state) {
        byte[] last = lastResponse;
        forget();
        table.finished(
                this,
                state == Remains.State.SERVER_COMPLETED ? Remains.repeating(state, path, last) : Remains.silent(state));
    }

    /** What it no longer needs is let go, as its user may keep it. */
    private void forget() {
        lastResponse = null;
        whenCancelled = null;
    }
}
