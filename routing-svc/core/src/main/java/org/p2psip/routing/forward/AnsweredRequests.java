package org.p2psip.routing.forward;

import java.util.LinkedHashMap;
import java.util.Map;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.ring.NodeId;

/**
 * Requests that went to the layer above, so that one that comes again is not done again: it is answered as before, or
 * once the first is (RFC 6940 section 6.2.1). At the limit the oldest is forgotten.
 */
public final class AnsweredRequests {
    private final PeerContext context;
    private final Map<Key, State> requests = new LinkedHashMap<>();

    private record Key(NodeId sender, long transactionId) {}

    /** @param answer null until there is one */
    private record State(long until, Contents.Answer answer) {}

    /** Whether a request is seen for the first time, and what was answered else. */
    public sealed interface Seen {
        /** To be done. */
        record First() implements Seen {}

        /** Is being done: its answer will serve both. */
        record InProgress() implements Seen {}

        /** Was done. */
        record Answered(Contents.Answer answer) implements Seen {}
    }

    public AnsweredRequests(PeerContext context) {
        this.context = context;
    }

    /** A request came. */
    public Seen seen(Message request) {
        Key key = new Key(request.sender(), request.transactionId());
        State known = requests.get(key);
        if (known != null && known.until > context.now()) {
            return known.answer == null ? new Seen.InProgress() : new Seen.Answered(known.answer);
        }
        forgetOld();
        requests.put(key, new State(until(), null));
        return new Seen.First();
    }

    /** A request was answered. */
    public void answered(Message request, Contents.Answer answer) {
        Key key = new Key(request.sender(), request.transactionId());
        if (requests.containsKey(key)) {
            requests.put(key, new State(until(), answer));
        }
    }

    private void forgetOld() {
        var oldest = requests.values().iterator();
        while (oldest.hasNext()) {
            boolean over = oldest.next().until <= context.now();
            if (!over && requests.size() < context.config().limits().answered()) {
                return;
            }
            oldest.remove();
        }
    }

    private long until() {
        return context.now() + context.config().forwarding().requestLifetimeMs();
    }
}
