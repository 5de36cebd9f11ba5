package org.p2psip.edge.service.overlay;

/** How long the overlay takes to answer. */
@FunctionalInterface
public interface AnswerLatency {
    /** @param nanos from asking to the answer */
    void record(long nanos);
}
