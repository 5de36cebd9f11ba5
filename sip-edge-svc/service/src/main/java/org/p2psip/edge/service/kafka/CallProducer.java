package org.p2psip.edge.service.kafka;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.p2psip.kafka.KafkaAccess;
import org.p2psip.proto.v1.CallEvent;

/**
 * Topic p2psip.calls, keyed by Call-ID. Kafka's own client, as a channel of Reactive Messaging hands each record over
 * between three threads, which costs more than all the edge does for a call that is redirected. One thread uses it.
 */
public final class CallProducer implements CallSink {
    private static final Logger LOG = Logger.getLogger(CallProducer.class);
    private static final String TOPIC = "p2psip.calls";
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final Map<String, Object> options;
    private KafkaProducer<String, byte[]> producer;

    /** @param access where Kafka is; nobody connects before the first record */
    public CallProducer(KafkaAccess access) {
        options = access.with(Map.ofEntries(
                Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                // Records come gathered already: this joins those of one batch that go to one partition.
                Map.entry(ProducerConfig.LINGER_MS_CONFIG, 5),
                Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20),
                // A record that is not acknowledged by then goes to the spool.
                Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 1_000),
                Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 2_000),
                Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 3_000),
                Map.entry(ProducerConfig.METADATA_MAX_AGE_CONFIG, 5_000),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 100),
                Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000)));
    }

    /** May block for a second while no broker is known. */
    @Override
    public CompletionStage<Void> send(List<byte[]> records) {
        Batch batch = new Batch(records.size());
        try {
            if (producer == null) {
                producer = new KafkaProducer<>(options, new StringSerializer(), new ByteArraySerializer());
            }
            for (byte[] record : records) {
                producer.send(new ProducerRecord<>(TOPIC, callId(record), record), batch);
                if (batch.answer.isCompletedExceptionally()) {
                    break; // the whole batch is sent again: no use in waiting a second for each of its records
                }
            }
        } catch (KafkaException | IllegalStateException e) {
            batch.answer.completeExceptionally(e); // the broker's name does not resolve, or the edge has stopped
        }
        return batch.answer;
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_LIMIT);
        }
    }

    /** Without a key where the record cannot be read: it must not hold up those behind it. */
    private static String callId(byte[] record) {
        try {
            CodedInputStream fields = CodedInputStream.newInstance(record);
            for (int tag = fields.readTag(); tag != 0; tag = fields.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == CallEvent.CALL_ID_FIELD_NUMBER) {
                    return fields.readString();
                }
                fields.skipField(tag);
            }
            LOG.errorf("a call record of %d bytes has no Call-ID", record.length);
        } catch (IOException e) {
            LOG.errorf("a call record of %d bytes cannot be read: %s", record.length, e.getMessage());
        }
        return null;
    }

    /** Counts the answers to the records of one batch. */
    private static final class Batch implements Callback {
        private final CompletableFuture<Void> answer = new CompletableFuture<>();
        private final AtomicInteger unanswered;

        Batch(int records) {
            unanswered = new AtomicInteger(records);
        }

        @Override
        public void onCompletion(RecordMetadata where, Exception failure) {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (unanswered.decrementAndGet() == 0) {
                answer.complete(null);
            }
        }
    }
}
