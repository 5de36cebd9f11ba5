package org.p2psip.cli.process;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks a service's health endpoint (MicroProfile Health: 200 and "UP", or 503 and the checks that are "DOWN").
 *
 * @param address "host:port" of the service's HTTP
 */
public record HealthProbe(String address) implements Readiness.Probe {
    private static final int TIMEOUT_MS = 1000;
    private static final int MAX_ANSWER_BYTES = 65_536;

    @Override
    public Readiness ask() {
        HttpURLConnection connection = null;
        try {
            connection = (HttpURLConnection)
                    URI.create("http://" + address + "/q/health/ready").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MS);
            connection.setReadTimeout(TIMEOUT_MS);
            int status = connection.getResponseCode();
            return status == HttpURLConnection.HTTP_OK
                    ? new Readiness.Ready()
                    : new Readiness.NotReady(whyNot(status, body(connection)));
        } catch (IOException noAnswer) {
            return new Readiness.NotReady("no answer at http://" + address + ": " + noAnswer.getMessage());
        } finally {
            if (connection != null) {
                connection.disconnect();
            }
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getErrorStream()) {
            return body == null ? "" : new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static String whyNot(int status, String body) {
        List<String> down = new ArrayList<>();
        try {
            JsonObject health = JsonParser.parseString(body).getAsJsonObject();
            for (JsonElement element : health.getAsJsonArray("checks")) {
                JsonObject check = element.getAsJsonObject();
                if (!"UP".equals(check.get("status").getAsString())) {
                    down.add(check.get("name").getAsString() + dataOf(check));
                }
            }
        } catch (JsonParseException | IllegalStateException | NullPointerException notHealthJson) {
            return "health answers " + status;
        }
        return down.isEmpty() ? "health answers " + status : "not ready: " + String.join("; ", down);
    }

    private static String dataOf(JsonObject check) {
        if (!check.has("data")) {
            return "";
        }
        List<String> data = new ArrayList<>();
        check.getAsJsonObject("data").asMap().forEach((key, value) -> data.add(key + " " + value.getAsString()));
        return " (" + String.join(", ", data) + ")";
    }
}
