package org.p2psip.edge.service.kafka;

import java.util.concurrent.CompletionStage;

/** Takes a call record to Kafka. Does not block. */
@FunctionalInterface
interface CallSink {
    /** Completes when Kafka has acknowledged the record, or fails when it did not in time. */
    CompletionStage<Void> send(byte[] record);
}
