package org.p2psip.edge.service.signing;

/** What signing counts; the names are those of the metrics, in lower case. */
public enum SigningCounter {
    /** Batches, each with one public-key operation. */
    BATCHES,
    /** Writes that were signed, in batches or alone. */
    WRITES,
    /** Batches that could not be signed; the store refuses what was in them. */
    FAILED
}
