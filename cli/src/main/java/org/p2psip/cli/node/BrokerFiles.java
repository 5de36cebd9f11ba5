package org.p2psip.cli.node;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Configuration of a node's own Kafka broker: one process that is broker and controller (KRaft), sized for one machine.
 *
 * @param data the broker's data directory
 */
record BrokerFiles(Path data) {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** Keys whose values are lists, to which a shared broker adds. */
    private static final Set<String> LISTED =
            Set.of("listeners", "advertised.listeners", "listener.security.protocol.map");

    Path properties() {
        return data.resolve("server.properties");
    }

    private Path logs() {
        return data.resolve("logs");
    }

    /** Whether the broker has its storage. */
    boolean isFormatted() {
        return Files.exists(logs().resolve("meta.properties"));
    }

    /** A cluster's identity as Kafka writes it: 16 random bytes in URL-safe Base64. */
    static String newClusterId() {
        UUID id = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        // Kafka's tools take a leading dash for an option
        return text.startsWith("-") ? newClusterId() : text;
    }

    /** @param shared what makes it listen for other machines; empty for one that does not */
    void write(NodeAddresses addresses, Map<String, String> shared) throws IOException {
        Map<String, String> properties = new TreeMap<>();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", "1");
        properties.put(
                "listeners", "PLAINTEXT://" + addresses.kafka() + ",CONTROLLER://" + addresses.kafkaController());
        properties.put("advertised.listeners", "PLAINTEXT://" + addresses.kafka());
        properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("inter.broker.listener.name", "PLAINTEXT");
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put(
                "controller.quorum.bootstrap.servers",
                addresses.kafkaController().toString());
        properties.put("log.dirs", logs().toString());
        properties.putAll(oneBroker());
        properties.putAll(sizes());
        // after what it extends
        shared.forEach((key, value) ->
                properties.merge(key, value, (own, more) -> LISTED.contains(key) ? own + "," + more : more));
        StringBuilder text = new StringBuilder("# Written by p2psip up at every start\n");
        properties.forEach((key, value) ->
                text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
        Files.deleteIfExists(properties());
        Files.createFile(properties(), OWNER_ONLY); // a shared broker's password is in it
        Files.writeString(properties(), text);
    }

    private static Map<String, String> oneBroker() {
        return Map.of(
                "offsets.topic.replication.factor", "1",
                "transaction.state.log.replication.factor", "1",
                "transaction.state.log.min.isr", "1",
                "share.coordinator.state.topic.replication.factor", "1",
                "share.coordinator.state.topic.min.isr", "1",
                "group.initial.rebalance.delay.ms", "0",
                // Who produces to a topic creates it, with the settings that it needs
                "auto.create.topics.enable", "false",
                // The controller takes a restarted broker back once the session of its last life is over
                "broker.session.timeout.ms", "2000",
                "broker.heartbeat.interval.ms", "500");
    }

    private static Map<String, String> sizes() {
        return Map.of(
                "offsets.topic.num.partitions", "4",
                "log.segment.bytes", "16777216",
                "log.retention.bytes", "67108864",
                "log.retention.hours", "168",
                "log.cleaner.dedupe.buffer.size", "8388608",
                "metadata.log.segment.bytes", "8388608",
                "num.network.threads", "2",
                "num.io.threads", "2");
    }

    /** System properties that send the broker's log to its output. */
    List<String> logging() {
        String logger = "-Dorg.slf4j.simpleLogger.";
        return List.of(
                logger + "logFile=System.out",
                logger + "showDateTime=true",
                logger + "dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                logger + "defaultLogLevel=warn",
                logger + "log.kafka.server.KafkaRaftServer=info",
                logger + "log.kafka.server.BrokerServer=info");
    }
}
