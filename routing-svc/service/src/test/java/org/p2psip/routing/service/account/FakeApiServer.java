package org.p2psip.routing.service.account;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.p2psip.routing.service.authority.Requests;

/**
 * The TokenReview call of a Kubernetes API server over HTTPS, with its answers to good, expired and foreign tokens. A token
 * is good when its signature is "good".
 */
public final class FakeApiServer implements AutoCloseable {
    private static final String OWN_TOKEN = "the-enrollment-servers-own-token";
    private static final char[] NO_PASSWORD = {};

    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Path directory;
    private final CountDownLatch closed = new CountDownLatch(1);
    /** Calls that came in. */
    final AtomicInteger asked = new AtomicInteger();
    /** A status to answer everything with; 0 for an API server that works, -1 for one that is silent. */
    volatile int status;
    /** What to answer in place of a review. */
    volatile String garbage = "";

    /** @param directory for its CA and the enrollment server's token */
    public FakeApiServer(Path directory) throws IOException {
        this.directory = directory;
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(new HttpsConfigurator(identity()));
        } catch (Exception e) {
            throw new IOException(e);
        }
        Files.writeString(tokenFile(), OWN_TOKEN + "\n");
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
    }

    public URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    public Path caFile() {
        return directory.resolve("api-ca.crt");
    }

    public Path tokenFile() {
        return directory.resolve("api-token");
    }

    /** A token of a service account as it is projected into a pod. */
    public static String token(String namespace, String account, String audience, Instant expires) {
        return encode("{\"alg\":\"RS256\"}") + "."
                + encode(new JsonObject()
                        .put("aud", new JsonArray().add(audience))
                        .put("exp", expires.getEpochSecond())
                        .put("sub", "system:serviceaccount:" + namespace + ":" + account)
                        .encode())
                + ".good";
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.incrementAndGet();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (status < 0) {
                closed.await();
                return;
            }
            boolean isKnown =
                    ("Bearer " + OWN_TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean isReview = exchange.getRequestMethod().equals("POST")
                    && exchange.getRequestURI().getPath().equals("/apis/authentication.k8s.io/v1/tokenreviews");
            int code = status > 0 ? status : !isKnown ? 401 : !isReview ? 404 : 201;
            String answer =
                    !garbage.isEmpty() ? garbage : code == 201 ? review(new JsonObject(new String(body))) : "{}";
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(code, answer.length());
            exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String review(JsonObject review) {
        JsonObject spec = review.getJsonObject("spec");
        String[] parts = spec.getString("token").split("\\.");
        JsonObject claims = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1])));
        JsonObject status = new JsonObject();
        if (!parts[2].equals("good")) {
            status.put("error", "[invalid bearer token, square/go-jose: error in cryptographic primitive]");
        } else if (claims.getLong("exp") < Instant.now().getEpochSecond()) {
            status.put("error", "[invalid bearer token, service account token has expired]");
        } else if (!claims.getJsonArray("aud").equals(spec.getJsonArray("audiences"))) {
            status.put(
                    "error",
                    "[invalid bearer token, token audiences " + claims.getJsonArray("aud")
                            + " is invalid for the target audiences " + spec.getJsonArray("audiences") + "]");
        } else {
            status.put("authenticated", true)
                    .put("audiences", spec.getJsonArray("audiences"))
                    .put("user", new JsonObject().put("username", claims.getString("sub")));
        }
        return review.put("status", status).encode();
    }

    /** A certificate for 127.0.0.1 that is its own CA. */
    private SSLContext identity() throws Exception {
        KeyPair keys = Requests.keys();
        X500Principal name = new X500Principal("CN=kube-apiserver");
        Instant now = Instant.now();
        X509Certificate certificate = new JcaX509CertificateConverter()
                .getCertificate(new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plusSeconds(3600)),
                                name,
                                keys.getPublic())
                        .addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        Files.writeString(
                caFile(),
                "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                        + "\n-----END CERTIFICATE-----\n");
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("api", keys.getPrivate(), NO_PASSWORD, new Certificate[] {certificate});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, NO_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
