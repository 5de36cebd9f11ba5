package org.p2psip.suite.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.p2psip.suite.process.Await;

/**
 * How long each service takes from the start of its container until it is ready, on one core and beside the others of a
 * node that idles. Loaded machines fail it: it runs with {@code -Dlong.tests=true}.
 */
@EnabledIfSystemProperty(named = "containers.tests", matches = "true")
@EnabledIfSystemProperty(named = "long.tests", matches = "true")
class StartTest {
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final Duration STORAGE = Duration.ofSeconds(10);
    private static final Duration OTHERS = Duration.ofSeconds(5);
    private static final int ROUNDS = 3;

    private static final Map<String, Integer> HTTP_PORTS =
            Map.of("routing", 7470, "storage", 7471, "edge", 7472, "relay", 7473);

    private final Engine engine = Engine.thatAnswers();
    private final String node = "p2psip-start-" + UUID.randomUUID();

    @AfterEach
    void remove() {
        List.of("relay", "edge", "storage", "routing", "network")
                .forEach(name -> engine.tries("rm", "-f", container(name)));
        engine.tries("volume", "rm", node);
    }

    @Test
    void servicesAreReadySoonAfterTheirContainersStart() {
        startNode();
        Map<String, List<Long>> taken = new TreeMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (String name : List.of("storage", "routing", "edge", "relay")) {
                engine.run("stop", "-t", "20", container(name));
                long begin = System.nanoTime();
                engine.run("start", container(name));
                awaitReady(name);
                long millis = Duration.ofNanos(System.nanoTime() - begin).toMillis();
                taken.computeIfAbsent(name, any -> new ArrayList<>()).add(millis);
            }
        }
        System.out.println("Milliseconds from the start of a container until it is ready: " + taken);
        taken.forEach((name, millis) -> assertThat(median(millis))
                .as("%s is ready after, in ms: %s", name, millis)
                .isLessThan(name.equals("storage") ? STORAGE.toMillis() : OTHERS.toMillis()));
    }

    /** All four share one loopback and one volume, where they find each other and their tokens by their defaults. */
    private void startNode() {
        engine.run("volume", "create", node);
        engine.run(
                "run", "-d", "--name", container("network"), "--entrypoint", "sleep", Engine.image("cli"), "infinity");
        start(
                "routing",
                "P2PSIP_DATA=/var/lib/p2psip/routing",
                "P2PSIP_DOMAINS=example.org",
                "P2PSIP_ENROLLMENT_SERVER=true",
                "P2PSIP_ENROLLMENT_LOCAL_TOKENS=/var/lib/p2psip/tokens");
        start("storage", member("storage", "store"));
        start("edge", member("edge", "edge"));
        start("relay", member("relay", "relay"));
        HTTP_PORTS.keySet().forEach(this::awaitReady);
    }

    private static String[] member(String name, String role) {
        return new String[] {
            "P2PSIP_DATA=/var/lib/p2psip/" + name,
            "P2PSIP_TLS_ENROLLMENT=127.0.0.1:7460",
            "P2PSIP_TLS_TOKEN_FILE=/var/lib/p2psip/tokens/" + role + "@local.token",
            "P2PSIP_TLS_TRUST_FILE=/var/lib/p2psip/tokens/authorities.pem"
        };
    }

    private void start(String name, String... environment) {
        List<String> run = new ArrayList<>(List.of("run", "-d", "--cpus=1", "--read-only", "--tmpfs", "/tmp"));
        run.addAll(List.of("--name", container(name), "--network", "container:" + container("network")));
        run.addAll(List.of("-v", node + ":/var/lib/p2psip"));
        for (String variable : environment) {
            run.addAll(List.of("-e", variable));
        }
        run.add(Engine.image(name));
        engine.run(run.toArray(String[]::new));
    }

    private void awaitReady(String name) {
        Await.until(name + " is ready", LIMIT, () -> engine.isReady(container("network"), HTTP_PORTS.get(name)));
    }

    private String container(String name) {
        return node + "-" + name;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
