package org.p2psip.edge.service.websocket;

/** What WebSockets count; the names are those of the metrics, in lower case. */
public enum WebSocketCounter {
    UPGRADES,
    /** Refused: no WebSocket upgrade, or a malformed one. */
    REFUSED_REQUEST,
    /** Refused: the subprotocol sip was not offered. */
    REFUSED_SUBPROTOCOL,
    /** Refused: a page of an origin that is not allowed. */
    REFUSED_ORIGIN,
    /** Closed: a frame or message that breaks RFC 6455 or is too long. */
    BROKEN
}
