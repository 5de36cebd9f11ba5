package org.p2psip.edge.transaction;

import java.util.function.Consumer;
import org.p2psip.edge.EdgeCounter;

/** A server transaction (RFC 3261 17.2): answers one request, and answers it again when it comes again. */
public abstract sealed class ServerTransaction implements Absorbing
        permits InviteServerTransaction, NonInviteServerTransaction {
    final TransactionContext context;
    final ReturnPath path;
    private final TransactionKey key;
    private final Consumer<ServerTransaction> ended;
    private byte[] lastResponse;
    private Runnable whenCancelled;

    ServerTransaction(
            TransactionKey key, ReturnPath path, TransactionContext context, Consumer<ServerTransaction> ended) {
        this.key = key;
        this.path = path;
        this.context = context;
        this.ended = ended;
    }

    /** The request came again. */
    abstract void retransmitted();

    /** Sends a response; without effect in a state where none of that status may follow. */
    abstract void respond(int status, byte[] response);

    /** Sends a 2xx to an INVITE that has one already: the same again, or that of another phone (RFC 6026 7.1). */
    public void succeededAgain(int status, byte[] response) {
        context.counters().add(EdgeCounter.RESPONSES_2XX);
        respond(status, response);
    }

    /** Whether a final response was sent, or can no longer be. */
    public abstract boolean isAnswered();

    /** Whether it has its final response and waits for nothing but what comes again. */
    abstract boolean isAbsorbing();

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

    void forgetResponse() {
        lastResponse = null;
    }

    /** What a terminated transaction no longer needs is let go, as its user may keep it. */
    void leave() {
        lastResponse = null;
        whenCancelled = null;
        ended.accept(this);
    }
}
