package org.p2psip.storage.service;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the tested service on free ports, with records of its own, and with Kafka down. */
public final class TemporaryStore implements QuarkusTestResourceLifecycleManager {
    private Path data;

    @Override
    public Map<String, String> start() {
        try {
            data = Files.createTempDirectory("p2psip-storage-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of(
                "p2psip.data", data.toString(),
                "p2psip.grpc.port", "0",
                "p2psip.tls.enabled", "false",
                "p2psip.http.port", "0",
                "p2psip.kafka.bootstrap", "localhost:1",
                "quarkus.http.test-port", "0",
                "quarkus.grpc.server.test-port", "0");
    }

    @Override
    public void stop() {
        try {
            delete(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walked = Files.walk(directory)) {
            all = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }
}
