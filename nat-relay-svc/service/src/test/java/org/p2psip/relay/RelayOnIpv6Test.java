package org.p2psip.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.binding.BindingClientTransaction;
import org.p2psip.relay.stun.binding.BindingClientTransaction.Reply;

@QuarkusTest
@TestProfile(FreePorts.FewRequestsOnIpv6.class)
class RelayOnIpv6Test {
    private static final int REQUESTS = 50;

    @Inject
    RelayServer socket;

    @TestHTTPResource("/")
    URI http;

    @Test
    void sourceIsAnsweredUpToItsLimitAndTheRelayStaysReady() {
        HttpEndpoint endpoint = new HttpEndpoint(http);
        Random random = new Random(6);
        try (UdpClient client = new UdpClient(socket.address())) {
            BindingClientTransaction first = new BindingClientTransaction(TransactionId.random(random));
            client.send(first.request());
            assertThat(first.receive(client.receive().orElseThrow())).contains(new Reply.Mapped(client.address()));
            for (int i = 0; i < REQUESTS; i++) {
                client.send(new BindingClientTransaction(TransactionId.random(random)).request());
            }
        }
        endpoint.getUntil("/q/metrics", response -> endpoint.metric("p2psip_stun_requests_total") > REQUESTS);
        double limited = endpoint.metric("p2psip_stun_unanswered_total{reason=\"rate_limited\"}");
        assertThat(limited).isBetween(REQUESTS / 2.0, REQUESTS - 4.0);
        assertThat(endpoint.getUntil("/q/health/ready", response -> response.statusCode() == 200)
                        .statusCode())
                .isEqualTo(200);
    }
}
