package org.p2psip.edge.service.trunks;

/** What is counted of the trunks file; the names are those of the metrics, in lower case. */
public enum TrunkReloadCounter {
    /** Versions of the file that were taken, the first among them. */
    ACCEPTED,
    /** Versions of the file that were refused; the one before stayed in force. */
    REFUSED
}
