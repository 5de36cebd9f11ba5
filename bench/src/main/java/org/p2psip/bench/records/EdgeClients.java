package org.p2psip.bench.records;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.client.ClientOptions;
import org.p2psip.client.OverlayClient;
import org.p2psip.client.SignedRecords;
import org.p2psip.identity.Role;
import org.p2psip.tls.TlsCounts;
import org.p2psip.tls.member.EnrollmentConnection;
import org.p2psip.tls.member.EnrollmentFailure;
import org.p2psip.tls.member.MemberKeys;
import org.p2psip.tls.member.MemberSettings;

/** Clients with the certificate of an edge, got by the token that the node keeps for its own edges. */
final class EdgeClients implements AutoCloseable {
    private static final int RENEW_PERCENT = 66;

    private final List<Client> clients;

    /** @param records writes, and signs as edges do */
    record Client(OverlayClient overlay, SignedRecords records) {}

    private EdgeClients(List<Client> clients) {
        this.clients = List.copyOf(clients);
    }

    /**
     * Enrolls and connects.
     *
     * @param node the node's directory
     * @param peers addresses of peers, one client for each
     */
    static EdgeClients connect(Path node, Path ownKeys, List<String> peers) throws IOException {
        MemberSettings settings = new MemberSettings(
                ownKeys,
                new MemberSettings.Token.InFile(token(node.resolve("tokens"))),
                Optional.of(node.resolve("tokens").resolve("authorities.pem")),
                Duration.ofMinutes(1),
                RENEW_PERCENT);
        MemberKeys keys = new MemberKeys(
                settings,
                Role.EDGE,
                security -> new EnrollmentConnection(peers.getFirst(), Role.EDGE, security),
                InstantSource.system(),
                new TlsCounts());
        try {
            keys.enrollIfNeeded();
        } catch (EnrollmentFailure e) {
            throw new IOException("the load gets no edge's certificate: " + e.getMessage(), e);
        }
        List<Client> clients = new ArrayList<>();
        for (String peer : peers) {
            OverlayClient overlay = new OverlayClient(ClientOptions.secured(keys.security(), "", peer));
            clients.add(new Client(overlay, new SignedRecords(overlay, keys.security(), InstantSource.system())));
        }
        return new EdgeClients(clients);
    }

    private static Path token(Path tokens) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(tokens, Role.EDGE.label() + "@*.token")) {
            for (Path file : files) {
                return file;
            }
        }
        throw new IOException("the node keeps no token for edges in " + tokens);
    }

    /** They take turns. */
    Client of(int turn) {
        return clients.get(turn % clients.size());
    }

    @Override
    public void close() {
        for (Client client : clients) {
            client.records().close();
            client.overlay().close();
        }
    }
}
