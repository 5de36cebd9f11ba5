package org.p2psip.suite.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.p2psip.suite.node.CertificateAuthority;

/** As much of a cluster's API server as the manifests' pods ask: it makes Secrets, and reviews the tokens that it gave. */
final class ApiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final char[] NO_PASSWORD = {};

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path account;
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final Map<String, JsonNode> secrets = new ConcurrentHashMap<>();

    /** @param directory for its files; made when missing */
    ApiServer(Path directory) throws IOException {
        CertificateAuthority authority = new CertificateAuthority(directory);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(
                context(authority.issue("api-server", CertificateAuthority.address("127.0.0.1")))));
        server.setExecutor(threads);
        server.createContext("/apis/authentication.k8s.io/v1/tokenreviews", exchange -> serve(exchange, this::review));
        server.createContext("/api/v1/namespaces/p2psip/secrets", exchange -> serve(exchange, this::create));
        server.start();
        account = Files.createDirectories(directory.resolve("serviceaccount"));
        Files.copy(authority.certificate(), account.resolve("ca.crt"));
        Files.writeString(account.resolve("namespace"), "p2psip");
        Files.writeString(account.resolve("token"), token("p2psip-enrollment", "api"));
    }

    String url() {
        return "https://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What every pod finds of its account that may ask the API server. */
    Path account() {
        return account;
    }

    /** A token of a service account for an audience, as it is projected into a pod. */
    String token(String serviceAccount, String audience) {
        String claims = JSON.createObjectNode()
                .put("sub", "system:serviceaccount:p2psip:" + serviceAccount)
                .put("aud", audience)
                .toString();
        String token = encode("{\"alg\":\"none\"}") + "." + encode(claims) + ".signature";
        tokens.add(token);
        return token;
    }

    /** The bytes of a key of a Secret. */
    byte[] secret(String name, String key) {
        return Base64.getDecoder().decode(secrets.get(name).get("data").get(key).asText());
    }

    @FunctionalInterface
    private interface Call {
        /** Returns the status; what it leaves in the object is the answer. */
        int answer(ObjectNode object) throws IOException;
    }

    private static void serve(HttpExchange exchange, Call call) throws IOException {
        try (exchange) {
            ObjectNode object = (ObjectNode) JSON.readTree(exchange.getRequestBody());
            int status = call.answer(object);
            byte[] answer = JSON.writeValueAsBytes(object);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private int create(ObjectNode secret) {
        String name = secret.get("metadata").get("name").asText();
        return secrets.putIfAbsent(name, secret.deepCopy()) == null ? 201 : 409;
    }

    private int review(ObjectNode review) throws IOException {
        String token = review.get("spec").get("token").asText();
        ObjectNode status = review.putObject("status");
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        String asked = review.get("spec").get("audiences").get(0).asText();
        if (tokens.contains(token) && claims.get("aud").asText().equals(asked)) {
            status.put("authenticated", true);
            status.putArray("audiences").add(asked);
            status.putObject("user").put("username", claims.get("sub").asText());
        } else {
            status.put("error", "invalid bearer token");
        }
        return 201;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SSLContext context(CertificateAuthority.Issued issued) throws IOException {
        try (PEMParser key = new PEMParser(new StringReader(Files.readString(issued.key())));
                var chain = Files.newInputStream(issued.certificate())) {
            PrivateKey secret = new JcaPEMKeyConverter().getPrivateKey((PrivateKeyInfo) key.readObject());
            Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(chain);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("api", secret, NO_PASSWORD, new Certificate[] {certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
