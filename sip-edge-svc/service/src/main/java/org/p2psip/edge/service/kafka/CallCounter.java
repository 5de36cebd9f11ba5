package org.p2psip.edge.service.kafka;

/** What happens to call records; the names are those of the metrics, in lower case. */
public enum CallCounter {
    /** Acknowledged by Kafka. */
    SENT,
    /** Written to disk as Kafka was away. */
    SPOOLED,
    /** Lost: the buffer or the spool was full, or the disk failed. */
    DROPPED,
    /** Unfinished records found at the end of the spool at start. */
    TORN,
    SEND_FAILURES
}
