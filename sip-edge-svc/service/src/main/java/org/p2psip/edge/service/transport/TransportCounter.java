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
    /** Connections closed as their source had too many. */
    CONNECTIONS_REFUSED_SOURCE,
    /** Connections closed as nothing came. */
    CONNECTIONS_IDLE,
    /** Connections closed as a message, or the first one, did not become whole. */
    CONNECTIONS_STALLED,
    /** Connections closed as TLS or WebSocket did not come to be. */
    CONNECTIONS_UNOPENED,
    /** Streams closed because nobody can say where the next message starts. */
    STREAMS_BROKEN,
    CONNECT_FAILURES,
    /** Messages not sent because the queue of their socket was full. */
    QUEUE_FULL,
    SEND_ERRORS
}
