package org.p2psip.suite.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/**
 * The services take what the manifests give them: the Secrets of the Job, their variables, their files, and a service
 * account's token to enroll with. Kafka is away, which nothing may mind.
 */
class DevOverlayTest {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration COMMAND_LIMIT = Duration.ofSeconds(60);
    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

    @TempDir
    private Path directory;

    private final int ports = Ports.freeRange(20);
    private final Map<String, Process> running = new LinkedHashMap<>();
    private ApiServer api;
    private Pods pods;

    @BeforeEach
    void start() throws IOException {
        api = new ApiServer(directory.resolve("api"));
        pods = new Pods(ROOT.resolve("k8s/rendered/dev.yaml"), api, directory.resolve("pods"));
    }

    @AfterEach
    void stop() {
        running.values().forEach(Process::destroy);
        running.values().forEach(Program::stop);
        api.close();
    }

    @Test
    void podsOfTheDevOverlayEnrollByTheirAccountsAndServeAPhone() throws IOException {
        assertThat(job().output()).contains("p2psip-authority made", "p2psip-site made");
        assertThat(job().output()).contains("p2psip-authority is there already", "p2psip-site is there already");

        start("enrollment", "routing-svc", Map.of("P2PSIP_GRPC_PORT", port(0), "P2PSIP_HTTP_PORT", port(10)));
        start("storage", "storage-svc", Map.of("P2PSIP_GRPC_PORT", port(1), "P2PSIP_HTTP_PORT", port(11)));
        start("edge", "sip-edge-svc", Map.of("P2PSIP_GRPC_PORT", port(2), "P2PSIP_HTTP_PORT", port(12)));
        start(
                "relay",
                "nat-relay-svc",
                Map.of("P2PSIP_GRPC_PORT", port(5), "P2PSIP_STUN_PORT", port(4), "P2PSIP_HTTP_PORT", port(13)));
        int http = ports + 10;
        for (String service : running.keySet()) {
            int asked = http++;
            Await.until(service + " is ready, see " + log(service), START_LIMIT, () -> isReady(service, asked));
        }

        Pods.Pod cli = pods.pod("cli", names());
        String data = cli.here("/var/lib/p2psip");
        Files.createSymbolicLink(Path.of(data, "tokens"), Path.of(cli.here("/var/lib/p2psip/tokens")));
        String[] asOperator = {"--target", "127.0.0.1:" + port(0), "--data", data};
        command("wonderland\n", List.of("enroll", "user", "sip:alice@example.org", "--password-stdin"), asOperator);
        assertThat(command("", List.of("users"), asOperator).output()).contains("alice@example.org");

        try (SipProbe phone = new SipProbe(new InetSocketAddress("127.0.0.1", ports + 3))) {
            SipRequest register = SipRequest.register("sip:alice@example.org")
                    .with("Contact: <sip:alice@127.0.0.1:" + phone.localPort() + ">");
            assertThat(phone.authenticated(register, "alice", "wonderland").status())
                    .isEqualTo(200);
        }
    }

    private Finished job() {
        return command(
                "",
                pods.jobArguments(),
                "--server",
                api.url(),
                "--account",
                api.account().toString());
    }

    private Finished command(String input, List<String> arguments, String... more) {
        List<String> line = java(ROOT.resolve("cli/target/p2psip-cli.jar"));
        line.addAll(arguments);
        line.addAll(List.of(more));
        return new Program(line, directory).run(input, COMMAND_LIMIT).succeeded();
    }

    private void start(String workload, String service, Map<String, String> ofThisMachine) throws IOException {
        Map<String, String> environment =
                new HashMap<>(pods.pod(workload, names()).environment());
        environment.putAll(ofThisMachine);
        environment.put("P2PSIP_SIP_PORT", port(3));
        // It is advertised at loopback, which a pod is not
        environment.put("P2PSIP_INSECURE", "true");
        environment.put("P2PSIP_ENROLLMENT_KUBERNETES_SERVER", api.url());
        environment.put("P2PSIP_ENROLLMENT_KUBERNETES_CA_FILE", api.account() + "/ca.crt");
        environment.put("P2PSIP_ENROLLMENT_KUBERNETES_TOKEN_FILE", api.account() + "/token");
        environment.put("JAVA_TOOL_OPTIONS", environment.get("JAVA_TOOL_OPTIONS") + " -Xmx192m");
        Path jar = ROOT.resolve(service).resolve("service/target/quarkus-app/quarkus-run.jar");
        running.put(workload, new Program(java(jar), directory, environment).start(log(workload)));
    }

    private static List<String> java(Path jar) {
        return new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-jar",
                jar.toString()));
    }

    /** What the cluster's names are here. */
    private Map<String, String> names() throws IOException {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("$(POD_NAME).edge-pods.$(POD_NAMESPACE).svc.cluster.local", "127.0.0.1");
        names.put("$(POD_NAMESPACE)", "p2psip");
        names.put("$(POD_NAME)", "edge-0");
        names.put("$(POD_IP):7460", "127.0.0.1:" + port(0));
        names.put("$(POD_IP)", "127.0.0.1");
        names.put("enrollment:7460", "127.0.0.1:" + port(0));
        names.put("routing:7460", "127.0.0.1:" + port(0));
        names.put("routing-peers:7460", "localhost:" + port(0));
        names.put("storage:7461", "127.0.0.1:" + port(1));
        names.put("kafka:9092", "127.0.0.1:" + port(19));
        return names;
    }

    private String port(int offset) {
        return Integer.toString(ports + offset);
    }

    private Path log(String workload) {
        return directory.resolve(workload + ".log");
    }

    private boolean isReady(String workload, int httpPort) {
        if (!running.get(workload).isAlive()) {
            throw new AssertionError(workload + " has ended: " + Program.read(log(workload)));
        }
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create("http://127.0.0.1:" + httpPort + "/q/health/ready")
                            .toURL()
                            .openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(3_000);
            return connection.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
