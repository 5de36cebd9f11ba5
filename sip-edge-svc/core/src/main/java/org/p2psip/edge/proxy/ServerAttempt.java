package org.p2psip.edge.proxy;

import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.time.TimerQueue;
import org.p2psip.edge.transaction.Branch;
import org.p2psip.edge.transaction.ClientTransaction;
import org.p2psip.edge.transaction.Hop;
import org.p2psip.edge.transaction.InviteClientTransaction;
import org.p2psip.edge.transaction.ReturnPath;
import org.p2psip.edge.transaction.Timers;
import org.p2psip.edge.transaction.TransactionTable;

/** A request sent to one server of a target (RFC 3263 4.3). */
final class ServerAttempt implements ClientTransaction.User {

    /** Who decides what an outcome means. */
    interface Listener {
        void responded(ServerAttempt attempt, SipMessage response);

        /** It was refused, and can be sent to the same server again with what it asks for. */
        void challenged(ServerAttempt attempt);

        /** The server is silent for longer than it may be. */
        void silent(ServerAttempt attempt);

        /** No response in time. */
        void timedOut(ServerAttempt attempt);

        /** It could not be sent. */
        void notSent(ServerAttempt attempt);
    }

    private final Hop hop;
    private final Listener listener;
    private final Passage passage;
    private ClientTransaction transaction;
    private TimerQueue.Timer end;

    /** @param passage what is changed on the way; null for nothing */
    ServerAttempt(Hop hop, Passage passage, Listener listener) {
        this.passage = passage;
        this.hop = hop;
        this.listener = listener;
    }

    void send(TransactionTable table, Branch branch, byte[] message, boolean invite) {
        transaction = table.send(branch, hop, message, invite, this);
        if (passage != null) {
            passage.sent(() -> listener.silent(this));
        }
    }

    Hop hop() {
        return hop;
    }

    /** Whether the server has sent a provisional response and no final one. */
    boolean isProceeding() {
        return transaction instanceof InviteClientTransaction invite && invite.isProceeding();
    }

    /** Cancels an INVITE; without effect before a provisional response (RFC 3261 9.1). */
    void cancel() {
        if (transaction instanceof InviteClientTransaction invite) {
            invite.cancel();
        }
    }

    /**
     * Another server has the request now. When this one answers after all, it is cancelled; and forgotten when it does
     * not even answer that.
     */
    void cancelLate(TimerQueue timers) {
        if (end == null && isProceeding()) {
            end = timers.timer(this::terminate);
            end.start(Timers.LIFETIME);
            cancel();
        }
    }

    /** Where the 2xx responses that come after the first go, changed as that was; null for nowhere. */
    void forwardLateSuccesses(ReturnPath path) {
        if (transaction instanceof InviteClientTransaction invite) {
            invite.forwardLateSuccesses(path, passage == null ? null : passage::edit);
        }
    }

    void terminate() {
        transaction.terminate();
    }

    @Override
    public void responded(SipMessage response) {
        if (end != null && response.status() >= 200) {
            end.cancel();
        }
        if (passage == null) {
            listener.responded(this, response);
            return;
        }
        passage.heard();
        if (response.status() >= 300 && passage.answers(response)) {
            listener.challenged(this);
        } else {
            listener.responded(this, passage.edit(response));
        }
    }

    @Override
    public void timedOut() {
        listener.timedOut(this);
    }

    @Override
    public void notSent() {
        listener.notSent(this);
    }
}
