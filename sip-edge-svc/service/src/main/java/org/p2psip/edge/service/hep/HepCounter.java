package org.p2psip.edge.service.hep;

/** What the message trace counts; the names are those of the metrics, in lower case. */
public enum HepCounter {
    MESSAGES,
    /** Messages not sent, as the socket was full or nobody listens. */
    DROPPED
}
