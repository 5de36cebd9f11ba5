package org.p2psip.edge.service.dns;

/** What DNS counts; the names are those of the metrics, in lower case. */
public enum DnsCounter {
    /** Questions answered from memory or from the hosts file. */
    CACHED,
    /** Answers of name servers with at least one record. */
    FOUND,
    /** Answers of name servers that there is no such record. */
    NOT_FOUND,
    /** Questions that no name server answered in time, or that it could not. */
    FAILED,
    /** Answers forgotten early to make room. */
    LIMIT_ENTRIES
}
