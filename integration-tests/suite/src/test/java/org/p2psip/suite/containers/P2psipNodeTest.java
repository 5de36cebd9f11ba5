package org.p2psip.suite.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.p2psip.client.OverlayClient;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.Resource;
import org.p2psip.suite.sip.CallingPhone;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;
import org.p2psip.testcontainers.P2psipNode;

/** The library for integration tests of others, used as docs/testcontainers.md shows it. */
@NeedsContainers
class P2psipNodeTest {
    private static final Duration RINGS_WITHIN = Duration.ofSeconds(10);
    private static final int EDGE_REGISTRATION = 0xF0000001;

    private static final P2psipNode NODE = new P2psipNode().withRedirectDomain("example.net");

    @BeforeAll
    static void start() {
        NODE.start();
        NODE.enroll("alice", "wonderland");
        NODE.enroll("bob", "builder");
        NODE.enroll("sip:carol@example.net", "christmas");
    }

    @AfterAll
    static void stop() {
        NODE.stop();
    }

    @Test
    void registersAndCalls() throws Exception {
        try (SipProbe bob = new SipProbe(NODE.sipAddress());
                CallingPhone alice = new CallingPhone(NODE.sipAddress(), "alice", NODE.domain(), "wonderland")) {
            SipRequest register = SipRequest.register("sip:bob@example.org")
                    .with("Contact: <sip:bob@127.0.0.1:" + bob.localPort() + ">");
            assertThat(bob.authenticated(register, "bob", "builder").status()).isEqualTo(200);

            CompletableFuture<CallingPhone.Call> call =
                    CompletableFuture.supplyAsync(() -> alice.call("sip:bob@example.org", "call-" + UUID.randomUUID()));
            SipResponse invite = bob.await(message -> message.text().startsWith("INVITE "), RINGS_WITHIN);
            bob.answer(invite, "Contact: <sip:bob@127.0.0.1:" + bob.localPort() + ">");
            CallingPhone.Call up = call.get(RINGS_WITHIN.toSeconds(), TimeUnit.SECONDS);
            bob.await(message -> message.text().startsWith("ACK "), RINGS_WITHIN);

            CompletableFuture<Void> end = CompletableFuture.runAsync(up::hangUp);
            bob.answer(bob.await(message -> message.text().startsWith("BYE "), RINGS_WITHIN));
            end.get(RINGS_WITHIN.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void clientReadsWhatAPhoneRegistered() throws Exception {
        try (SipProbe alice = new SipProbe(NODE.sipAddress())) {
            String contact = "sip:alice@127.0.0.1:" + alice.localPort();
            SipRequest register = SipRequest.register("sip:alice@example.org").with("Contact: <" + contact + ">");
            assertThat(alice.authenticated(register, "alice", "wonderland").status())
                    .isEqualTo(200);
            OverlayClient client = NODE.client();
            GetResponse found = client.get(GetRequest.newBuilder()
                            .setResource(Resource.newBuilder().setName("alice@example.org"))
                            .addKinds(KindQuery.newBuilder().setKind(EDGE_REGISTRATION))
                            .build())
                    .get(RINGS_WITHIN.toSeconds(), TimeUnit.SECONDS);
            assertThat(EdgeRegistration.parseFrom(
                                    found.getKinds(0).getEntries(0).getValue())
                            .getContact())
                    .isEqualTo(contact);
        }
    }

    @Test
    void redirectDomainIsAnsweredWithTheContact() {
        try (SipProbe carol = new SipProbe(NODE.sipAddress());
                CallingPhone alice = new CallingPhone(NODE.sipAddress(), "alice", NODE.domain(), "wonderland")) {
            String contact = "sip:carol@127.0.0.1:" + carol.localPort();
            SipRequest register = SipRequest.register("sip:carol@example.net").with("Contact: <" + contact + ">");
            assertThat(carol.authenticated(register, "carol", "christmas").status())
                    .isEqualTo(200);
            SipResponse redirected = alice.attempt("sip:carol@example.net", "redirect-" + UUID.randomUUID())
                    .response();
            assertThat(redirected.status()).as(redirected.text()).isEqualTo(302);
            assertThat(redirected.header("Contact"))
                    .hasValueSatisfying(value -> assertThat(value).contains(contact));
        }
    }
}
