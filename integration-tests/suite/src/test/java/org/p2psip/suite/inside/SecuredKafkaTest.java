package org.p2psip.suite.inside;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.p2psip.suite.node.Domains;
import org.p2psip.suite.node.EventTopic;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Host;
import org.p2psip.suite.program.Sipp;

/** A node whose Kafka runs elsewhere and wants TLS and a password: that of another node, which shares it. */
@NeedsPrograms("sipp")
@EnabledIfSystemProperty(named = "long.tests", matches = "true")
class SecuredKafkaTest {
    private static final Path FILES = Path.of("target", "secured-kafka").toAbsolutePath();
    private static final Path ACCESS = FILES.resolve("access");
    private static final Path WRONG = FILES.resolve("wrong-access");
    private static final int SHARED_KAFKA = 7;
    private static final int CALLS = 5;
    private static final int TRIES = 20;
    private static final Duration EVENTS_LIMIT = Duration.ofSeconds(40);
    private static final String REFUSED = "Authentication failed";

    private final String run = UUID.randomUUID().toString();
    private final List<User> users = User.many("secured", CALLS);
    private Node sharing;
    private Node node;

    @BeforeEach
    void startTheBroker() {
        Program.delete(FILES);
        sharing = new Node(
                FILES.resolve("sharing"), Host.LOOPBACK, Domains.GIVEN, List.of("--kafka-access", ACCESS.toString()));
        sharing.up();
    }

    @AfterEach
    void stop() {
        if (node != null) {
            node.down();
        }
        sharing.down();
    }

    /** The node with these files; another start of it uses the same data. */
    private void start(Path access) {
        node = new Node(
                FILES.resolve("node"),
                Host.LOOPBACK,
                Domains.GIVEN,
                List.of(
                        "--kafka",
                        "127.0.0.1:" + (sharing.portBase() + SHARED_KAFKA),
                        "--kafka-access",
                        access.toString()));
        node.up();
    }

    @Test
    void eventsArriveAndAWrongPasswordIsSaidAndKeepsNobodyFromCalling() throws Exception {
        start(ACCESS);
        node.enroll(users);
        registerAndCall("by-password-" + run);
        try (EventTopic calls = EventTopic.ofCalls(sharing.kafka());
                EventTopic registrations = new EventTopic(sharing.kafka(), "p2psip.registrations");
                EventTopic peers = new EventTopic(sharing.kafka(), "p2psip.overlay")) {
            assertThat(calls.await("by-password-" + run, CALLS, EVENTS_LIMIT)).hasSize(CALLS);
            registrations.await("secured", CALLS, EVENTS_LIMIT);
            peers.await(ownId(), 1, EVENTS_LIMIT);
        }
        assertWatchIsTold();

        node.down();
        writeWrongAccess();
        start(WRONG);
        registerAndCall("meanwhile-" + run);
        for (String service : List.of("storage", "routing", "edge")) {
            Path log = node.data().resolve("log").resolve(service + ".log");
            Await.until("the refusal in " + log, EVENTS_LIMIT, () -> Program.read(log)
                    .contains(REFUSED));
            assertThat(Program.read(log)).doesNotContain("not-the-password");
        }

        node.down();
        start(ACCESS);
        try (EventTopic calls = EventTopic.ofCalls(sharing.kafka())) {
            // a record may come twice, but none may be missing
            calls.await("meanwhile-" + run, CALLS, EVENTS_LIMIT);
        }
    }

    private String ownId() {
        return node.run("peers")
                .succeeded()
                .output()
                .lines()
                .filter(line -> line.contains("this peer"))
                .map(line -> line.split(" {2,}")[0])
                .findFirst()
                .orElseThrow();
    }

    private static void writeWrongAccess() throws IOException {
        Files.createDirectories(WRONG);
        for (String file : List.of("ca.pem", "user", "mechanism")) {
            Files.copy(ACCESS.resolve(file), WRONG.resolve(file));
        }
        Files.writeString(WRONG.resolve("password"), "not-the-password\n");
    }

    /** Storage tells Kafka, and routing reads it there. */
    private void assertWatchIsTold() throws Exception {
        String aor = "sip:watched-securely@" + Node.DOMAIN;
        CompletableFuture<Finished> watch =
                CompletableFuture.supplyAsync(() -> node.run("watch", aor, "--changes", "1"));
        for (int i = 0; i < TRIES && !watch.isDone(); i++) {
            node.run("put", aor, "--contact", "sip:secured@192.0.2.1", "--expires", "60")
                    .succeeded();
        }
        assertThat(watch.get(EVENTS_LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .succeeded()
                        .output())
                .contains(" written: sip:secured@192.0.2.1");
        node.run("remove", aor).succeeded();
    }

    private void registerAndCall(String callIdPrefix) {
        Sipp sipp = new Sipp(FILES.resolve("sipp"), Sipp.Transport.UDP);
        List<Sipp.Call> calls = users.stream()
                .map(user -> new Sipp.Call(user, users.get((users.indexOf(user) + 1) % CALLS)))
                .toList();
        try (CalledPhone phone = sipp.answer(CALLS)) {
            sipp.register(node.sip(), users, phone.port(), CALLS).allSucceeded(CALLS);
            sipp.call(node.sip(), calls, callIdPrefix, CALLS).allSucceeded(CALLS);
            phone.finish().allSucceeded(CALLS);
        }
    }
}
