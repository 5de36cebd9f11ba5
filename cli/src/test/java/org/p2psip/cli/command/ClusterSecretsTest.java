package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.cli.ExitCode;
import org.p2psip.routing.authority.CertificateAuthority;
import org.p2psip.routing.authority.Pem;

/** The Secrets of a deployment, against an API server over HTTPS that takes a name once. */
class ClusterSecretsTest {
    private static final String PASSWORD = "of this file";

    @TempDir
    private Path account;

    private final Map<String, JsonObject> secrets = new ConcurrentHashMap<>();
    private volatile int refuseWith;
    private HttpsServer api;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(account.resolve("namespace"), "voice");
        Files.writeString(account.resolve("token"), "job-token\n");
        api = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.setHttpsConfigurator(new HttpsConfigurator(identity()));
        api.createContext("/api/v1/namespaces/voice/secrets", this::serve);
        api.start();
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void firstDeployMakesAnAuthorityAndTheSecretsOfTheSite() {
        CommandRun run = run("--overlay", "example.org,example.com");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("Secret p2psip-authority made", "Secret p2psip-site made");
        CertificateAuthority authority = new CertificateAuthority(
                Pem.certificate(value("p2psip-authority", "ca.crt")).orElseThrow(),
                Pem.privateKey(value("p2psip-authority", "ca.key")).orElseThrow());
        assertThat(authority.problems(Instant.now())).isEmpty();
        assertThat(authority.toString()).contains("CA of example.org").doesNotContain("example.com");
        assertThat(bytes("p2psip-site", "edge.secret")).hasSize(32);
        assertThat(value("p2psip-site", "turn.secret")).matches("[0-9a-f]{64}\n");
    }

    @Test
    void secondDeployChangesNothing() {
        run("--overlay", "example.org");
        Map<String, JsonObject> before = Map.copyOf(secrets);
        CommandRun second = run("--overlay", "example.org");
        assertThat(second.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(second.out()).contains("p2psip-authority is there already, and stays as it is");
        assertThat(secrets).isEqualTo(before);
    }

    @Test
    void deployThatWasInterruptedIsFinished() {
        run("--overlay", "example.org");
        secrets.remove("p2psip-site");
        assertThat(run("--overlay", "example.org").out())
                .contains("p2psip-authority is there already", "p2psip-site made");
    }

    @Test
    void everyDeploymentHasSecretsOfItsOwn() {
        run("--overlay", "example.org");
        Map<String, JsonObject> first = Map.copyOf(secrets);
        secrets.clear();
        run("--overlay", "example.org");
        assertThat(secrets.get("p2psip-site")).isNotEqualTo(first.get("p2psip-site"));
        assertThat(secrets.get("p2psip-authority")).isNotEqualTo(first.get("p2psip-authority"));
    }

    @Test
    void accountWithoutTheRightIsSaid() {
        refuseWith = 403;
        CommandRun run = run("--overlay", "example.org");
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.err()).contains("answers 403 to the Secret p2psip-authority");
    }

    @Test
    void whatIsNoClusterIsSaid() throws IOException {
        Files.delete(account.resolve("token"));
        CommandRun run = run("--overlay", "example.org");
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("there is no service account in " + account);
        assertThat(run("--overlay", ",").err()).contains("expected a domain name");
        assertThat(run("--overlay", "example.org", "--valid-days", "0").err()).contains("expected 1 to 36500");
    }

    private CommandRun run(String... args) {
        String[] all = new String[args.length + 5];
        all[0] = "cluster-secrets";
        all[1] = "--server";
        all[2] = "https://127.0.0.1:" + api.getAddress().getPort();
        all[3] = "--account";
        all[4] = account.toString();
        System.arraycopy(args, 0, all, 5, args.length);
        return CommandRun.of(all);
    }

    private byte[] bytes(String secret, String key) {
        return Base64.getDecoder()
                .decode(secrets.get(secret).getAsJsonObject("data").get(key).getAsString());
    }

    private String value(String secret, String key) {
        return new String(bytes(secret, key), StandardCharsets.UTF_8);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonObject secret = JsonParser.parseString(
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                    .getAsJsonObject();
            String name = secret.getAsJsonObject("metadata").get("name").getAsString();
            boolean isKnown =
                    "Bearer job-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            int status = !isKnown
                    ? 401
                    : refuseWith > 0 ? refuseWith : secrets.putIfAbsent(name, secret) == null ? 201 : 409;
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** A server's certificate for 127.0.0.1 as keytool makes it. */
    private SSLContext identity() throws Exception {
        Path store = account.resolve("api.p12");
        keytool("-genkeypair -alias api -keyalg EC -dname CN=api -ext san=ip:127.0.0.1", store);
        keytool("-exportcert -alias api -rfc -file " + account.resolve("ca.crt"), store);
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static void keytool(String command, Path store) throws Exception {
        ProcessBuilder process = new ProcessBuilder(
                (Path.of(System.getProperty("java.home"), "bin", "keytool") + " " + command).split(" "));
        process.command().add("-keystore");
        process.command().add(store.toString());
        process.command().add("-storepass");
        process.command().add(PASSWORD);
        assertThat(process.redirectErrorStream(true).start().waitFor()).isZero();
    }
}
