package org.p2psip.routing.forward;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.ErrorCode;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.Destination;

/**
 * The requests of this peer that wait for an answer. One that gets none is sent again each time the reliability timer
 * ends, on whatever way is best then; after the last time it has failed (RFC 6940 section 6.2.1).
 */
public final class Transactions {
    private final PeerContext context;
    private final Sender sender;
    /** All wait equally long: the order in which they are put in is that of their deadlines. */
    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    /** Sends a request on its way. */
    public interface Sender {
        void route(Message request);
    }

    /** Takes the outcome, once. */
    public interface Handler {
        /** @param answer a Failure with REQUEST_TIMEOUT when there was none */
        void answered(Contents.Answer answer);
    }

    private record Pending(Message request, int transmissionsLeft, long due, Handler handler) {}

    public Transactions(PeerContext context, Sender sender) {
        this.context = context;
        this.sender = sender;
    }

    /**
     * Sends a request. At the limit it fails at once.
     *
     * @param transmissions how often it is sent at most
     * @return its transaction ID
     */
    public long ask(List<Destination> destinations, Contents.Request contents, int transmissions, Handler handler) {
        Message request = context.request(contents, destinations);
        if (pending.size() >= context.config().limits().transactions()) {
            context.counters().add(PeerCounter.LIMITED);
            handler.answered(new Contents.Failure(
                    ErrorCode.LIMIT_REACHED,
                    "the limit of " + pending.size() + " requests without answer is reached; try again later"));
            return request.transactionId();
        }
        put(request, transmissions, handler);
        sender.route(request);
        return request.transactionId();
    }

    private void put(Message request, int transmissions, Handler handler) {
        long due = context.now() + context.config().forwarding().reliabilityTimerMs();
        pending.put(request.transactionId(), new Pending(request, transmissions - 1, due, handler));
    }

    /** Forgets a request; its handler hears nothing. */
    public void cancel(long transactionId) {
        pending.remove(transactionId);
    }

    /** An answer came. One that nobody waits for is dropped. */
    public void answered(Message answer) {
        Pending request = pending.remove(answer.transactionId());
        if (request == null) {
            context.counters().add(PeerCounter.DROPPED);
        } else {
            request.handler.answered((Contents.Answer) answer.contents());
        }
    }

    /** Requests without answer. */
    public int size() {
        return pending.size();
    }

    /** When {@link #advance} is to be called. */
    public long due() {
        return pending.isEmpty() ? Long.MAX_VALUE : first().due;
    }

    /** Repeats and gives up what is due. */
    public void advance() {
        if (context.now() < due()) {
            return;
        }
        List<Pending> due = new ArrayList<>();
        for (Pending request : pending.values()) {
            if (request.due > context.now()) {
                break;
            }
            due.add(request);
        }
        for (Pending request : due) {
            if (pending.remove(request.request.transactionId()) != null) {
                repeat(request);
            }
        }
    }

    private void repeat(Pending request) {
        if (request.transmissionsLeft == 0) {
            request.handler.answered(new Contents.Failure(
                    ErrorCode.REQUEST_TIMEOUT,
                    "no answer from " + request.request.destinations().getLast()));
            return;
        }
        context.counters().add(PeerCounter.RETRANSMITTED);
        put(request.request, request.transmissionsLeft, request.handler);
        sender.route(request.request);
    }

    private Pending first() {
        return pending.values().iterator().next();
    }
}
