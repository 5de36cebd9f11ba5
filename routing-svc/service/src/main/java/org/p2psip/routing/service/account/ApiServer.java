package org.p2psip.routing.service.account;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.p2psip.routing.account.ServiceAccountToken;
import org.p2psip.routing.account.TokenReview;
import org.p2psip.routing.service.config.KubernetesSettings;
import org.p2psip.tls.PemTrust;

/** The API server of the cluster. Connections are kept; a new CA makes a new client. */
final class ApiServer {
    private static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";
    /** Bytes of an answer; a review has some 2 000. */
    private static final int ANSWER_LIMIT = 1 << 18;

    private static final int CREATED = 201;
    private static final int OK = 200;

    private final KubernetesSettings settings;
    private final URI reviews;
    private HttpClient client;
    private FileTime clientOf;

    ApiServer(KubernetesSettings settings) {
        this.settings = settings;
        this.reviews = URI.create(settings.server().toString().replaceAll("/+$", "") + REVIEWS);
    }

    /**
     * What the API server finds out about a token. Waits for the answer.
     *
     * @throws IOException when there is none that can be used, with a message for who enrolls
     * @throws InterruptedException when nobody waits for the answer any more
     */
    TokenReview review(ServiceAccountToken token) throws IOException, InterruptedException {
        String own = read(settings.tokenFile(), "token-file").strip();
        HttpRequest request = HttpRequest.newBuilder(reviews)
                .header("Authorization", "Bearer " + own)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(question(token)))
                .build();
        HttpResponse<InputStream> response = client().send(request, BodyHandlers.ofInputStream());
        byte[] body;
        try (InputStream stream = response.body()) {
            body = stream.readNBytes(ANSWER_LIMIT + 1);
        }
        if (response.statusCode() != CREATED && response.statusCode() != OK) {
            throw new IOException("it answers " + response.statusCode() + " to a TokenReview"
                    + (response.statusCode() == 403 ? ": this service account needs the right to create them" : ""));
        }
        if (body.length > ANSWER_LIMIT) {
            throw new IOException("its answer has more than " + ANSWER_LIMIT + " bytes");
        }
        return answer(new String(body, StandardCharsets.UTF_8));
    }

    private String question(ServiceAccountToken token) {
        return new JsonObject()
                .put("apiVersion", "authentication.k8s.io/v1")
                .put("kind", "TokenReview")
                .put(
                        "spec",
                        new JsonObject()
                                .put("token", token.text())
                                .put(
                                        "audiences",
                                        new JsonArray().add(settings.accounts().audience())))
                .encode();
    }

    private static TokenReview answer(String body) throws IOException {
        try {
            JsonObject status = new JsonObject(body).getJsonObject("status", new JsonObject());
            List<String> audiences = status.getJsonArray("audiences", new JsonArray()).stream()
                    .map(String::valueOf)
                    .toList();
            return new TokenReview(
                    status.getBoolean("authenticated", false),
                    status.getJsonObject("user", new JsonObject()).getString("username", ""),
                    audiences,
                    status.getString("error", ""));
        } catch (DecodeException | ClassCastException notAReview) {
            throw new IOException("its answer is no TokenReview", notAReview);
        }
    }

    private synchronized HttpClient client() throws IOException {
        FileTime changed = changed(settings.caFile());
        if (client == null || !changed.equals(clientOf)) {
            HttpClient before = client;
            client = HttpClient.newBuilder()
                    .sslContext(PemTrust.of(settings.caFile()))
                    .connectTimeout(settings.timeout())
                    .build();
            clientOf = changed;
            if (before != null) {
                before.shutdown();
            }
        }
        return client;
    }

    private static FileTime changed(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            throw unreadable(file, "ca-file", e);
        }
    }

    private static String read(Path file, String key) throws IOException {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw unreadable(file, key, e);
        }
    }

    private static IOException unreadable(Path file, String key, IOException cause) {
        return new IOException(
                "the file " + file + " (p2psip.enrollment.kubernetes." + key + ") cannot be read: " + cause, cause);
    }
}
