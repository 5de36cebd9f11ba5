package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.client.ClientOptions;
import org.p2psip.client.OverlayClient;
import org.p2psip.identity.Role;
import org.p2psip.proto.v1.EdgeRegistration;
import org.p2psip.proto.v1.GetRequest;
import org.p2psip.proto.v1.GetResponse;
import org.p2psip.proto.v1.KindQuery;
import org.p2psip.proto.v1.Resource;
import org.p2psip.proto.v1.StoredEntry;
import org.p2psip.suite.node.EnrolledProgram;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.Baresip;
import org.p2psip.suite.program.TracedMessage;
import org.p2psip.suite.sip.CallingPhone;

/**
 * Section 3.3.2: a P2PSIP client that finds the overlay by bootstrap, gets the contact of a user through the client
 * protocol, and calls the phone itself.
 */
@NeedsPrograms("baresip")
@ExtendWith(SharedNode.class)
class ClientCallsDirectly332Test {
    private static final Path FILES = Path.of("target", "draft-332").toAbsolutePath();
    private static final int EDGE_REGISTRATION = 0xF0000001;
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final User CALLED = User.named("called-directly");

    @Test
    void programGetsTheContactFromTheOverlayAndCallsThePhoneWithoutAnEdge(Node node) throws Exception {
        node.enroll(List.of(CALLED));
        String peer = "127.0.0.1:" + node.portBase();
        try (Baresip phone = Baresip.registered(FILES.resolve("phone"), CALLED, node.sip(), Baresip.Answering.AUTO);
                OverlayClient client = new OverlayClient(ClientOptions.secured(
                        EnrolledProgram.at(node, Role.OPERATOR, FILES.resolve("keys")), Node.DOMAIN, peer))) {
            URI contact = contact(client);
            InetSocketAddress address = addressOf(contact);
            assertThat(address).isNotEqualTo(node.sip());
            try (CallingPhone program = new CallingPhone(address, "program", "example.com", "")) {
                program.call(contact.toString(), "directly-" + System.nanoTime())
                        .hangUp();
            }
            List<TracedMessage> invites = phone.trace()
                    .filter(message -> !message.sent() && message.startsWith("INVITE "))
                    .toList();
            assertThat(invites).hasSize(1);
            assertThat(invites.getFirst().headers("Via"))
                    .as("no proxy on the way")
                    .hasSize(1);
            phone.awaitEvent("CALL_CLOSED", 1);
        }
    }

    private static URI contact(OverlayClient client) throws InvalidProtocolBufferException {
        GetRequest request = GetRequest.newBuilder()
                .setResource(Resource.newBuilder().setName(CALLED.name() + "@" + CALLED.domain()))
                .addKinds(KindQuery.newBuilder().setKind(EDGE_REGISTRATION))
                .build();
        assertThat(client.get(request)).succeedsWithin(SOON);
        GetResponse found = client.get(request).join();
        List<StoredEntry> entries = found.getKinds(0).getEntriesList();
        assertThat(entries).hasSize(1);
        return URI.create(
                EdgeRegistration.parseFrom(entries.getFirst().getValue()).getContact());
    }

    /** Of sip:user@host:port;parameters. */
    private static InetSocketAddress addressOf(URI contact) {
        String hostAndPort = contact.getSchemeSpecificPart().replaceAll(".*@|;.*", "");
        int colon = hostAndPort.lastIndexOf(':');
        return new InetSocketAddress(
                hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }
}
