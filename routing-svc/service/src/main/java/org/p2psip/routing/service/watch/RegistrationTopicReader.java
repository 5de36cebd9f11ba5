package org.p2psip.routing.service.watch;

import com.google.protobuf.InvalidProtocolBufferException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.watch.WatchMetrics.Happening;

/**
 * The site's topic p2psip.registrations, from its end on, on a thread of its own while somebody watches. Kafka's client
 * never says that its brokers are gone: so when nothing comes the ends of the partitions are asked for.
 */
@Singleton
public final class RegistrationTopicReader implements RegistrationFeed {
    private static final Logger LOG = Logger.getLogger(RegistrationTopicReader.class);
    private static final String TOPIC = "p2psip.registrations";
    private static final Duration POLL = Duration.ofMillis(500);
    /** Time that Kafka gets for one answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long RETRY_MS = 1_000;
    private static final int MAX_BATCH = 2_000;
    /** Events gather at the broker for a moment: a fetch for each few of them costs more than reading them. */
    private static final int FETCH_BYTES = 64 << 10;

    private static final int FETCH_WAIT_MS = 100;

    private final Map<String, Object> options;
    private final WatchMetrics metrics;
    private Reading current;

    RegistrationTopicReader(Settings settings, WatchMetrics metrics) {
        this.metrics = metrics;
        options = settings.kafka()
                .access()
                .with(Map.of(
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        MAX_BATCH,
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        FETCH_BYTES,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FETCH_WAIT_MS,
                        ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG,
                        100,
                        ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        1_000));
    }

    @Override
    public void start(Listener listener) {
        current = new Reading(listener);
        Thread.ofPlatform().name("watched-registrations").daemon().start(current);
    }

    @Override
    @PreDestroy
    public void stop() {
        if (current != null) {
            current.end();
            current = null;
        }
    }

    /** From a start to its stop. */
    private final class Reading implements Runnable {
        private final Listener listener;
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile KafkaConsumer<byte[], byte[]> consumer;
        private boolean told;
        private boolean live;

        private Reading(Listener listener) {
            this.listener = listener;
        }

        private void end() {
            ended.countDown();
            KafkaConsumer<byte[], byte[]> reading = consumer;
            if (reading != null) {
                reading.wakeup();
            }
        }

        @Override
        public void run() {
            try {
                do {
                    follow();
                } while (!ended.await(RETRY_MS, TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                // The process ends, and with it this thread.
                Thread.currentThread().interrupt();
            }
        }

        /** Until it ends, the topic changes, or Kafka's client fails with what it does not recover from itself. */
        private void follow() {
            try (KafkaConsumer<byte[], byte[]> reading =
                    new KafkaConsumer<>(options, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer = reading;
                List<TopicPartition> partitions = partitions(reading);
                if (partitions.isEmpty()) {
                    lost("there is no topic " + TOPIC + " yet");
                    return;
                }
                reading.assign(partitions);
                reading.seekToEnd(partitions);
                for (TopicPartition partition : partitions) {
                    reading.position(partition, PATIENCE);
                }
                live();
                while (ended.getCount() > 0 && look(reading, partitions)) {
                    tell(reading.poll(POLL));
                }
            } catch (WakeupException e) {
                LOG.debug("nobody watches any more", e);
            } catch (KafkaException e) {
                lost((e.getCause() == null ? e : e.getCause()).getMessage());
            } finally {
                consumer = null;
            }
        }

        private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> reading) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (PartitionInfo partition : reading.partitionsFor(TOPIC, PATIENCE)) {
                partitions.add(new TopicPartition(TOPIC, partition.partition()));
            }
            return partitions;
        }

        private boolean silent;

        /** Asks for the ends where nothing came. Returns false when the topic has other partitions than before. */
        private boolean look(KafkaConsumer<byte[], byte[]> reading, List<TopicPartition> partitions) {
            if (silent) {
                try {
                    reading.endOffsets(partitions, PATIENCE);
                    live();
                } catch (TimeoutException e) {
                    lost(e.getMessage());
                }
            }
            return !live || partitions(reading).size() == partitions.size();
        }

        private void tell(ConsumerRecords<byte[], byte[]> batch) {
            silent = batch.isEmpty();
            List<RegistrationEvent> changes = new ArrayList<>(batch.count());
            for (ConsumerRecord<byte[], byte[]> event : batch) {
                try {
                    changes.add(RegistrationEvent.parseFrom(event.value()));
                } catch (InvalidProtocolBufferException e) {
                    metrics.count(Happening.UNREADABLE);
                    LOG.debugf(e, "the event at offset %d of partition %d", event.offset(), event.partition());
                }
            }
            if (!changes.isEmpty()) {
                live();
                listener.changed(changes);
            }
        }

        private void live() {
            if (!live) {
                live = true;
                if (told) {
                    LOG.info("Registration events are read again");
                }
                listener.live();
            }
        }

        private void lost(String why) {
            if (live || !told) {
                told = true;
                LOG.warnf("Registration events cannot be read for those who watch; trying on: %s", why);
            }
            live = false;
            listener.lost();
        }
    }
}
