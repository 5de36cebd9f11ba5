package org.p2psip.edge.service.tls;

/** What TLS counts; the names are those of the metrics, in lower case. */
public enum TlsCounter {
    HANDSHAKES_SERVER,
    HANDSHAKES_CLIENT,
    /** Handshakes that did not end in time. */
    FAILURES_TIMEOUT,
    /** The other side's certificate leads to nobody who is trusted, or there is none. */
    FAILURES_UNTRUSTED,
    /** A server's certificate that is trusted and names somebody else (RFC 5922 section 7.3). */
    FAILURES_WRONG_NAME,
    /** No common version or cipher, or a broken record. */
    FAILURES_PROTOCOL,
    /** What came is no TLS. */
    FAILURES_NOT_TLS,
    /** The other side gave up: it closed the connection or sent an alert. */
    FAILURES_BY_PEER,
    /** A client's certificate that proves nothing, where one was requested and not required. */
    CLIENT_CERTIFICATES_UNTRUSTED,
    RELOADS,
    /** Changed files that were not taken: the keys before them stay. */
    RELOADS_REFUSED
}
