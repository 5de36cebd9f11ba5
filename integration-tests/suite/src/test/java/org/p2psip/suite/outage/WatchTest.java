package org.p2psip.suite.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.client.ClientOptions;
import org.p2psip.client.OverlayClient;
import org.p2psip.client.OverlayException;
import org.p2psip.client.WatchListener;
import org.p2psip.client.Watching;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.RegistrationEvent;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.WatchRequest;
import org.p2psip.suite.node.EnrolledProgram;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.process.Finished;

/** Who watches an address of record is told what is committed, by the node's own broker. */
@ExtendWith(SharedNode.class)
class WatchTest {
    private static final Path FILES = Path.of("target", "watch").toAbsolutePath();
    private static final String USER = "watched@" + Node.DOMAIN;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int TRIES = 20;

    /** What a program that watches was told, in order. */
    private static final class Told implements WatchListener {
        private final BlockingQueue<String> all = new LinkedBlockingQueue<>();

        @Override
        public void changed(RegistrationEvent change) {
            all.add(change.getResourceName() + " has " + change.getEntries());
        }

        @Override
        public void resync() {
            all.add("resync");
        }

        @Override
        public void refused(OverlayException why) {
            all.add(why.getMessage());
        }

        private String next() throws InterruptedException {
            return all.poll(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static Finished put(Node node, String contact) {
        return node.run("put", "sip:" + USER, "--contact", contact, "--expires", "60");
    }

    private static Finished removeAll(Node node) {
        return node.run("remove", "sip:" + USER);
    }

    @Test
    void programIsToldOfChangesAndToReadAgainAfterKafkaWasAway(Node node) throws Exception {
        Told told = new Told();
        try (OverlayClient client = new OverlayClient(ClientOptions.secured(
                        EnrolledProgram.at(node, Role.OPERATOR, FILES.resolve("keys")),
                        Node.DOMAIN,
                        "127.0.0.1:" + node.portBase()));
                Watching watching = client.watch(
                        WatchRequest.newBuilder()
                                .setResource(Resource.newBuilder().setName(USER))
                                .build(),
                        told)) {
            assertThat(watching).isNotNull();
            assertThat(told.next()).isEqualTo("resync");
            put(node, "sip:one@192.0.2.1").succeeded();
            assertThat(told.next()).isEqualTo(USER + " has 1");
            put(node, "sip:two@192.0.2.1").succeeded();
            assertThat(told.next()).isEqualTo(USER + " has 2");

            node.kill("kafka");
            put(node, "sip:three@192.0.2.1").succeeded(); // no write waits for Kafka
            node.up();
            assertThat(told.next()).isEqualTo("resync");
            removeAll(node).succeeded();
            String last = told.next();
            while (last != null && !last.endsWith("has 0")) {
                last = told.next();
            }
            assertThat(last).isEqualTo(USER + " has 0");
        } finally {
            removeAll(node);
        }
    }

    @Test
    void commandPrintsALineForAChange(Node node) throws Exception {
        CompletableFuture<Finished> watch =
                CompletableFuture.supplyAsync(() -> node.run("watch", "sip:" + USER, "--changes", "1"));
        for (int i = 0; i < TRIES && !watch.isDone(); i++) {
            put(node, "sip:line@192.0.2.1").succeeded();
        }
        List<String> lines = watch.get(SOON.toSeconds(), TimeUnit.SECONDS)
                .succeeded()
                .output()
                .lines()
                .toList();
        removeAll(node);
        assertThat(lines.getFirst()).contains(" now: ");
        assertThat(lines.getLast()).contains(" written: sip:line@192.0.2.1");
    }
}
