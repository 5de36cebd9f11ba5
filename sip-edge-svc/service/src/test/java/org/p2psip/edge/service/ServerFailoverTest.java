package org.p2psip.edge.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A domain with two servers (RFC 3263 section 4.3), of which the first is dead: as name server and sockets have it. */
@QuarkusTest
@QuarkusTestResource(FakeOverlayResource.class)
class ServerFailoverTest {
    private static final String REST = "Max-Forwards: 70\r\nFrom: <sip:carol@elsewhere.invalid>;tag=1\r\n";

    @Inject
    EdgeProcess edge;

    @Test
    void silentServerIsFollowedByTheNextOneOfItsServiceRecords() throws IOException {
        try (Phone silent = Phone.overUdp(edge.sipAddress());
                Phone alive = Phone.overUdp(edge.sipAddress());
                Phone caller = Phone.overUdp(edge.sipAddress())) {
            service("_sip._udp.silent.invalid", silent.port(), alive.port());
            register(caller, "silent-bob", "sip:silent-bob@silent.invalid");
            caller.send(invite(caller, "silent-bob"));
            assertThat(silent.receive()).startsWith("INVITE sip:silent-bob@silent.invalid ");
            String forwarded = alive.receive();
            assertThat(forwarded).startsWith("INVITE sip:silent-bob@silent.invalid ");
            alive.answer(forwarded, 200);
            assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
        }
    }

    @Test
    void serverThatRefusesConnectionsIsFollowedByTheNextOneOfItsServiceRecords() throws IOException {
        try (ServerSocket alive = listening();
                Phone caller = Phone.overUdp(edge.sipAddress())) {
            service("_sip._tcp.refusing.invalid", closedPort(), alive.getLocalPort());
            register(caller, "refused-bob", "sip:refused-bob@refusing.invalid;transport=tcp");
            caller.send(invite(caller, "refused-bob"));
            try (Socket accepted = alive.accept()) {
                byte[] bytes = new byte[4_096];
                String forwarded =
                        new String(bytes, 0, accepted.getInputStream().read(bytes), StandardCharsets.UTF_8);
                assertThat(forwarded).startsWith("INVITE sip:refused-bob@refusing.invalid;transport=tcp ");
                accepted.getOutputStream()
                        .write(Phone.responseTo(forwarded, 200).getBytes(StandardCharsets.UTF_8));
                assertThat(caller.receiveFinal()).startsWith("SIP/2.0 200 ");
            }
        }
    }

    private static void service(String name, int firstPort, int secondPort) {
        String domain = name.substring("_sip._udp.".length());
        FakeOverlayResource.NAMES
                .srv(name, 60, 1, 0, firstPort, "first." + domain)
                .srv(name, 60, 2, 0, secondPort, "second." + domain)
                .host("first." + domain, 60, "127.0.0.1")
                .host("second." + domain, 60, "127.0.0.1");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket closed = listening()) {
            return closed.getLocalPort();
        }
    }

    private static ServerSocket listening() throws IOException {
        ServerSocket socket = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static void register(Phone phone, String user, String contact) throws IOException {
        String headers = "Contact: <" + contact + ">\r\nExpires: 600\r\n";
        assertThat(phone.ask("REGISTER", "sip:example.org", user, headers)).startsWith("SIP/2.0 200 ");
    }

    private static String invite(Phone from, String user) {
        String id = UUID.randomUUID().toString();
        return "INVITE sip:" + user + "@example.org SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + from.port()
                + ";branch=z9hG4bK" + id + "\r\n" + REST + "To: <sip:" + user + "@example.org>\r\nCall-ID: " + id
                + "\r\nCSeq: 1 INVITE\r\nContact: <sip:carol@127.0.0.1:" + from.port() + ">\r\n"
                + "Content-Length: 0\r\n\r\n";
    }
}
