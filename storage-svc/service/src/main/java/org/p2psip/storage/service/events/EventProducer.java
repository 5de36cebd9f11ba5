package org.p2psip.storage.service.events;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.p2psip.storage.service.config.Settings;

/**
 * The topic p2psip.registrations. Kafka's own client, as a channel of Reactive Messaging hands each event over between
 * three threads.
 */
@ApplicationScoped
class EventProducer implements EventSink {
    private static final Logger LOG = Logger.getLogger(EventProducer.class);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final Map<String, Object> options;
    private KafkaProducer<String, byte[]> producer;

    EventProducer(Settings settings) {
        options = settings.kafka()
                .access()
                .with(Map.ofEntries(
                        Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
                        // Events come gathered; this joins those of one batch that go to one partition.
                        Map.entry(ProducerConfig.LINGER_MS_CONFIG, 5),
                        // One request takes what gathered, up to some hundred events for each partition.
                        Map.entry(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10),
                        Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, 8L << 20),
                        Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000),
                        Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000),
                        // An event that Kafka's client has is sent until Kafka has it: what waits for that is bounded.
                        Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE),
                        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, 100),
                        Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 2_000)));
    }

    @Override
    public boolean send(String key, byte[] event, Consumer<Optional<Exception>> answered) {
        Delivery delivery = new Delivery(answered);
        try {
            if (producer == null) {
                producer = new KafkaProducer<>(options, new StringSerializer(), new ByteArraySerializer());
            }
            producer.send(new ProducerRecord<>(RegistrationTopic.NAME, key, event), delivery);
            return !delivery.refused;
        } catch (KafkaException | IllegalStateException e) {
            // The broker's name does not resolve, or the service has stopped.
            LOG.debugf(e, "An event of %s is not taken", key);
            return false;
        }
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close(CLOSE_LIMIT);
        }
    }

    /** Tells whether Kafka's client refused an event at once, and otherwise what came of it. */
    private static final class Delivery implements Callback {
        private final Thread sender = Thread.currentThread();
        private final Consumer<Optional<Exception>> answered;
        /** Only touched by the sender's thread. */
        private boolean refused;

        Delivery(Consumer<Optional<Exception>> answered) {
            this.answered = answered;
        }

        @Override
        public void onCompletion(RecordMetadata where, Exception failure) {
            if (failure instanceof RetriableException && Thread.currentThread() == sender) {
                refused = true;
            } else {
                answered.accept(Optional.ofNullable(failure));
            }
        }
    }
}
