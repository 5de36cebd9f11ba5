package org.p2psip.suite.node;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.p2psip.suite.process.Await;

/** The keys of a topic, read from its beginning by a consumer that belongs to no group. */
public final class EventTopic implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TOPIC_LIMIT = Duration.ofSeconds(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final String topic;
    private final List<String> keys = new ArrayList<>();

    /** The topic of call records, keyed by Call-ID. */
    public static EventTopic ofCalls(String broker) {
        return new EventTopic(broker, "p2psip.calls");
    }

    /**
     * Reads from a broker that runs.
     *
     * @param broker host:port
     */
    public EventTopic(String broker, String topic) {
        this.topic = topic;
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        10_000),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        Await.until("topic " + topic, TOPIC_LIMIT, () -> !partitions().isEmpty());
        consumer.assign(partitions());
        consumer.seekToBeginning(consumer.assignment());
    }

    /**
     * Reads on until the topic has {@code count} different keys that start with {@code prefix}.
     *
     * @return all that do, in the order of the topic, one sent twice appearing twice
     */
    public List<String> await(String prefix, int count, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        List<String> found = matching(prefix);
        while (found.stream().distinct().count() < count) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("only " + found.size() + " of " + count + " events on " + topic
                        + " with key " + prefix + "... within " + limit.toSeconds() + " s: " + found + "; of "
                        + keys.size() + " in all");
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (record.key() == null || record.value() == null || record.value().length == 0) {
                    throw new AssertionError("event without key or value: " + record);
                }
                keys.add(new String(record.key(), StandardCharsets.UTF_8));
            }
            found = matching(prefix);
        }
        return found;
    }

    @Override
    public void close() {
        consumer.close();
    }

    private List<String> matching(String prefix) {
        return keys.stream().filter(id -> id.startsWith(prefix)).toList();
    }

    private List<TopicPartition> partitions() {
        return consumer.listTopics().getOrDefault(topic, List.of()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }
}
