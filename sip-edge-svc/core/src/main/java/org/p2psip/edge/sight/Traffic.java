package org.p2psip.edge.sight;

import java.util.concurrent.atomic.AtomicLongArray;
import org.p2psip.edge.Transport;

/**
 * Requests and responses by direction, method, and transport or class of status. What is sent again by a timer counts
 * again. Written by the event loop only; any thread may read.
 */
public final class Traffic {
    /** Seen from this edge. */
    public enum Direction {
        IN,
        OUT
    }

    private static final int CLASSES = 6;
    private static final int METHODS = Method.values().length;
    private static final int TRANSPORTS = Transport.values().length;
    private static final int KEEPALIVE_LENGTH = 4;

    private final AtomicLongArray requests = new AtomicLongArray(2 * TRANSPORTS * METHODS);
    private final AtomicLongArray responses = new AtomicLongArray(2 * METHODS * CLASSES);

    /** A request came in. */
    public void requestIn(Transport transport, String method) {
        add(requests, index(Direction.IN, transport, Method.of(method)));
    }

    /** A message leaves; a response is {@link #response} instead, by who knows its method. */
    public void sent(Transport transport, byte[] message) {
        boolean response = message.length > 3 && message[3] == '/'; // SIP/2.0
        if (!response && message.length > KEEPALIVE_LENGTH) {
            add(requests, index(Direction.OUT, transport, Method.startingWith(message)));
        }
    }

    /**
     * A response came in, or one was given.
     *
     * @param method of the request
     * @param status 100 to 699
     */
    public void response(Direction direction, String method, int status) {
        add(responses, index(direction, Method.of(method), status / 100));
    }

    /** Requests so far. */
    public long requests(Direction direction, Transport transport, Method method) {
        return requests.getOpaque(index(direction, transport, method));
    }

    /** Responses so far; of class 1 to 6. */
    public long responses(Direction direction, Method method, int statusClass) {
        return responses.getOpaque(index(direction, method, statusClass));
    }

    private static int index(Direction direction, Transport transport, Method method) {
        return (direction.ordinal() * TRANSPORTS + transport.ordinal()) * METHODS + method.ordinal();
    }

    private static int index(Direction direction, Method method, int statusClass) {
        return (direction.ordinal() * METHODS + method.ordinal()) * CLASSES + statusClass - 1;
    }

    private static void add(AtomicLongArray counts, int index) {
        counts.setOpaque(index, counts.getPlain(index) + 1); // one writer: no read-modify-write needed
    }
}
