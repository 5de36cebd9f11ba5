package org.p2psip.edge.transaction;

import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.message.SipMessage;

/**
 * A client transaction (RFC 3261 17.1): sends one request until it is answered or its time is up. Once nothing is left to
 * do but absorbing what comes again, its {@link Remains} do it.
 */
public abstract sealed class ClientTransaction permits InviteClientTransaction, NonInviteClientTransaction {

    /** Who wants the responses. At most one of the last two calls is made, and none after a final response. */
    public interface User {
        /** A response: each provisional one, and the final one. */
        void responded(SipMessage response);

        /** No response in time: as a 408. */
        void timedOut();

        /** The request could not be sent: as a 503 (RFC 3261 16.9). */
        void notSent();
    }

    final TransactionContext context;
    private final User user;
    private final Branch branch;
    private final Hop hop;
    private final TransactionTable table;
    private byte[] request;

    ClientTransaction(Branch branch, Hop hop, byte[] request, User user, TransactionTable table) {
        this.branch = branch;
        this.hop = hop;
        this.request = request;
        this.user = user;
        this.table = table;
        this.context = table.context();
    }

    /** Sends the request for the first time. */
    abstract void start();

    /** A response with this branch and method came. */
    abstract void received(SipMessage response);

    /** The transport could not send. */
    abstract void sendFailed();

    /** Stops the timers and leaves the table, if it is still there; its user hears no more. */
    public abstract void terminate();

    public Branch branch() {
        return branch;
    }

    TransactionTable table() {
        return table;
    }

    Hop hop() {
        return hop;
    }

    byte[] request() {
        return request;
    }

    User user() {
        return user;
    }

    boolean isReliable() {
        return hop.transport().isReliable();
    }

    void send(byte[] message) {
        context.out().accept(hop.send(message, branch.id()));
    }

    void sendAgain() {
        context.counters().add(EdgeCounter.RETRANSMISSIONS_SENT);
        send(request);
    }

    /** Leaves the table for good. */
    void leave() {
        request = null;
        table.ended(this);
    }

    /** Leaves its remains in the table. */
    void finish(Remains remains) {
        request = null;
        table.finished(this, remains);
    }
}
