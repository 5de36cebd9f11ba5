package org.p2psip.cli.cluster;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.tls.PemTrust;

/** The Secrets of one namespace, by the cluster's API server. They are made here and never read or changed. */
public final class SecretStore implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int CREATED = 201;
    private static final int CONFLICT = 409;

    private final URI secrets;
    private final String token;
    private final HttpClient client;

    /**
     * @param server URL of the API server, https
     * @param account directory of a service account as it stands in a pod: ca.crt, namespace, token
     */
    public SecretStore(URI server, Path account) {
        try {
            String namespace = Files.readString(account.resolve("namespace")).strip();
            this.secrets = server.resolve("/api/v1/namespaces/" + namespace + "/secrets");
            this.token = Files.readString(account.resolve("token")).strip();
            this.client = HttpClient.newBuilder()
                    .sslContext(PemTrust.of(account.resolve("ca.crt")))
                    .connectTimeout(TIMEOUT)
                    .build();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "there is no service account in " + account + ": " + e
                            + ". This command works in a pod whose service" + " account may create secrets");
        }
    }

    /**
     * Makes a Secret; returns whether it was not there before. One that is there stays as it is.
     *
     * @param data bytes by key
     */
    public boolean create(String name, Map<String, byte[]> data) {
        HttpRequest request = HttpRequest.newBuilder(secrets)
                .timeout(TIMEOUT)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(secret(name, data).toString(), StandardCharsets.UTF_8))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != CREATED && status != CONFLICT) {
                throw new CommandFailure(
                        ExitCode.FAILED,
                        "the API server at " + secrets + " answers " + status + " to the Secret " + name
                                + ", expected 201, or 409 where it is there already");
            }
            return status == CREATED;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "the API server at " + secrets + " cannot be asked: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted while the Secret " + name + " was made");
        }
    }

    private static JsonObject secret(String name, Map<String, byte[]> data) {
        JsonObject labels = new JsonObject();
        labels.addProperty("app.kubernetes.io/part-of", "p2psip");
        JsonObject metadata = new JsonObject();
        metadata.addProperty("name", name);
        metadata.add("labels", labels);
        JsonObject values = new JsonObject();
        data.forEach((key, value) -> values.addProperty(key, Base64.getEncoder().encodeToString(value)));
        JsonObject secret = new JsonObject();
        secret.addProperty("apiVersion", "v1");
        secret.addProperty("kind", "Secret");
        secret.addProperty("type", "Opaque");
        secret.add("metadata", metadata);
        secret.add("data", values);
        return secret;
    }

    @Override
    public void close() {
        client.shutdown();
    }
}
