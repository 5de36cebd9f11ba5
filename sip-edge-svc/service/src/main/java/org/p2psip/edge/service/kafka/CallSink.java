package org.p2psip.edge.service.kafka;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** Takes call records to Kafka. */
interface CallSink {
    /** Completes when Kafka has acknowledged all of the records, or fails when it did not take one of them in time. */
    CompletionStage<Void> send(List<byte[]> records);

    /** Gives up what is not acknowledged yet. */
    void close();
}
