package org.p2psip.routing.message;

import java.util.List;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;

/**
 * A message on its way (RFC 6940 section 6.3.2).
 *
 * @param sender who made it: the Node-ID of its signature
 * @param transactionId shared by a request and its answer
 * @param ttl hops left
 * @param via whom a request passed, its sender first; the peer that it was received from is not in it yet
 * @param destinations where it goes, the next destination first
 */
public record Message(
        NodeId sender,
        long transactionId,
        int ttl,
        List<Destination> via,
        List<Destination> destinations,
        Contents contents) {
    /** Hops that a new message has (RFC 6940 section 6.3.2). */
    public static final int INITIAL_TTL = 100;

    /** The next destination. */
    public Destination destination() {
        return destinations.getFirst();
    }

    /** Whether it asks. */
    public boolean isRequest() {
        return contents.isRequest();
    }

    /** The same, on its way to other destinations. */
    public Message to(List<Destination> others) {
        return new Message(sender, transactionId, ttl, via, others, contents);
    }

    /** The same after one more hop. */
    public Message passed(List<Destination> longerVia) {
        return new Message(sender, transactionId, ttl - 1, longerVia, destinations, contents);
    }
}
