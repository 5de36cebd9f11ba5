package org.p2psip.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthProbeTest {
    private HttpServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private Readiness answerOf(int status, String body) {
        server.createContext("/q/health/ready", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        return new HealthProbe("127.0.0.1:" + server.getAddress().getPort()).ask();
    }

    @Test
    void serviceThatIsUpIsReady() {
        assertThat(answerOf(200, "{\"status\":\"UP\",\"checks\":[]}")).isEqualTo(new Readiness.Ready());
    }

    @Test
    void checksThatAreDownAreNamedWithTheirData() {
        String body =
                """
                {"status":"DOWN","checks":[
                  {"name":"sip","status":"UP"},
                  {"name":"overlay","status":"DOWN","data":{"target":"127.0.0.1:7460"}}]}""";

        assertThat(answerOf(503, body)).isEqualTo(new Readiness.NotReady("not ready: overlay (target 127.0.0.1:7460)"));
    }

    @Test
    void answerThatIsNoHealthIsReportedByItsStatus() {
        assertThat(answerOf(500, "<html>")).isEqualTo(new Readiness.NotReady("health answers 500"));
    }

    @Test
    void silenceSaysWhereNobodyAnswered() throws IOException {
        int port = server.getAddress().getPort();
        server.stop(0);

        assertThat(new HealthProbe("127.0.0.1:" + port).ask())
                .isInstanceOfSatisfying(Readiness.NotReady.class, notReady -> assertThat(notReady.why())
                        .startsWith("no answer at http://127.0.0.1:" + port));
    }
}
