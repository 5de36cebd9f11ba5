package org.p2psip.edge.service.transport;

/** What the transports count; the names are those of the metrics, in lower case. */
public enum TransportCounter {
    DATAGRAMS_RECEIVED,
    DATAGRAMS_SENT,
    /** Datagrams and connections of banned sources, not looked at. */
    BANNED,
    CONNECTIONS_ACCEPTED,
    CONNECTIONS_OPENED,
    /** Connections closed for want of room. */
    CONNECTIONS_REFUSED,
    /** Connections closed as nothing came, or the rest of a message did not. */
    CONNECTIONS_IDLE,
    /** Streams closed because nobody can say where the next message starts. */
    STREAMS_BROKEN,
    CONNECT_FAILURES,
    /** Messages not sent because the queue of their socket was full. */
    QUEUE_FULL,
    SEND_ERRORS
}
