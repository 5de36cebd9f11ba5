package org.p2psip.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.p2psip.relay.sockets.RelayServer;
import org.p2psip.relay.stun.Attribute;
import org.p2psip.relay.stun.MessageClass;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.TransactionId;
import org.p2psip.relay.stun.attribute.Nonce;
import org.p2psip.relay.stun.attribute.Realm;
import org.p2psip.relay.stun.attribute.Username;
import org.p2psip.relay.stun.auth.MessageIntegrity;
import org.p2psip.relay.stun.auth.PasswordAlgorithm;
import org.p2psip.relay.turn.PeerTransport;
import org.p2psip.relay.turn.TurnMethod;
import org.p2psip.relay.turn.attribute.ConnectionId;
import org.p2psip.relay.turn.attribute.RequestedTransport;
import org.p2psip.relay.turn.attribute.XorPeerAddress;
import org.p2psip.relay.turn.attribute.XorRelayedAddress;

/** TCP to the peer (RFC 6062), with sockets of the JDK at both ends. */
@QuarkusTest
@TestProfile(TcpRelayTest.WithUser.class)
class TcpRelayTest {
    private static final int MUCH = 20_000_000;
    private static final Executor THREADS = task -> Thread.ofPlatform().daemon().start(task);

    /** One user. */
    public static final class WithUser extends FreePorts {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
            // the two connections of a client may belong to two of them
            settings.put("p2psip.turn.event-loops", "2");
            try {
                Path users = Files.createTempFile(
                        "users",
                        "",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                settings.put(
                        "p2psip.turn.users-file",
                        Files.writeString(users, "alice:wonder\n").toString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return settings;
        }
    }

    @Inject
    RelayServer server;

    private final Random random = new Random(6_062);

    /** A connection of the client with the relay. */
    private final class Client implements AutoCloseable {
        private final Socket socket;

        Client() throws IOException {
            socket = new Socket(server.address().getAddress(), server.address().getPort());
            socket.setSoTimeout(10_000);
        }

        StunMessage receive() throws IOException {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] header = in.readNBytes(20);
            byte[] rest = in.readNBytes(ByteBuffer.wrap(header).getShort(2));
            return (StunMessage) StunDecoder.decode(
                    ByteBuffer.allocate(20 + rest.length).put(header).put(rest).flip());
        }

        void send(TurnMethod method, TransactionId id, StunMessage challenge, Attribute... attributes)
                throws IOException {
            List<Attribute> all = new ArrayList<>(List.of(attributes));
            all.add(new Username("alice").encode());
            all.add(challenge.first(Realm.TYPE).orElseThrow());
            all.add(challenge.first(Nonce.TYPE).orElseThrow());
            StunMessage request = new StunMessage(method.type(MessageClass.REQUEST), id, all, false);
            byte[] key = PasswordAlgorithm.MD5.key("alice", "p2psip", "wonder");
            socket.getOutputStream()
                    .write(MessageIntegrity.SHA1.sign(request, key).encode());
        }

        StunMessage challenge() throws IOException {
            socket.getOutputStream()
                    .write(new StunMessage(
                                    TurnMethod.ALLOCATE.type(MessageClass.REQUEST),
                                    TransactionId.random(random),
                                    List.of(),
                                    false)
                            .encode());
            return receive();
        }

        StunMessage request(TurnMethod method, TransactionId id, Attribute... attributes) throws IOException {
            send(method, id, challenge(), attributes);
            StunMessage answer = receive();
            assertThat(answer.type().messageClass()).as(answer.toString()).isEqualTo(MessageClass.SUCCESS_RESPONSE);
            return answer;
        }

        InetSocketAddress allocate() throws IOException {
            TransactionId id = TransactionId.random(random);
            return request(TurnMethod.ALLOCATE, id, new RequestedTransport(PeerTransport.TCP.protocol()).encode())
                    .first(XorRelayedAddress.TYPE)
                    .flatMap(value -> XorRelayedAddress.decode(value, id))
                    .orElseThrow()
                    .address();
        }

        StunMessage ofPeer(TurnMethod method, InetSocketAddress peer) throws IOException {
            TransactionId id = TransactionId.random(random);
            return request(method, id, new XorPeerAddress(peer).encode(id));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Attribute connectionId(StunMessage message) {
        return message.first(ConnectionId.TYPE).orElseThrow();
    }

    private static void writeAll(Socket to, byte[] data) {
        try {
            to.getOutputStream().write(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void muchGoesBothWaysAtOnceAndWhatThePeerSentBeforeTheClientWasThereIsNotLost() throws IOException {
        byte[] data = new byte[MUCH];
        random.nextBytes(data);
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Client control = new Client();
                Client client = new Client()) {
            InetSocketAddress relayed = control.allocate();
            StunMessage connected =
                    control.ofPeer(TurnMethod.CONNECT, (InetSocketAddress) listener.getLocalSocketAddress());
            try (Socket peer = listener.accept()) {
                peer.setSoTimeout(10_000);
                assertThat(peer.getRemoteSocketAddress()).isEqualTo(relayed);
                CompletableFuture<Void> fromPeer = CompletableFuture.runAsync(() -> writeAll(peer, data), THREADS);
                client.request(TurnMethod.CONNECTION_BIND, TransactionId.random(random), connectionId(connected));
                CompletableFuture<Void> fromClient =
                        CompletableFuture.runAsync(() -> writeAll(client.socket, data), THREADS);
                // the client's side waits until the peer has read all of the other: nothing is lost meanwhile
                byte[] atPeer = peer.getInputStream().readNBytes(MUCH);
                byte[] atClient = client.socket.getInputStream().readNBytes(MUCH);
                fromPeer.join();
                fromClient.join();
                assertThat(Arrays.equals(atPeer, data)).isTrue();
                assertThat(Arrays.equals(atClient, data)).isTrue();
            }
            assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
            assertThat(server.sendCounts().defects()).isZero();
        }
    }

    @Test
    void peerThatConnectsSendsAndGoesIsAnnouncedAndHeard() throws IOException {
        try (Client control = new Client();
                Client client = new Client()) {
            InetSocketAddress relayed = control.allocate();
            control.ofPeer(TurnMethod.CREATE_PERMISSION, relayed);
            try (Socket peer = new Socket(relayed.getAddress(), relayed.getPort())) {
                writeAll(peer, new byte[] {1, 2, 3});
            }
            StunMessage attempt = control.receive();
            assertThat(attempt.type()).isEqualTo(TurnMethod.CONNECTION_ATTEMPT.type(MessageClass.INDICATION));
            client.request(TurnMethod.CONNECTION_BIND, TransactionId.random(random), connectionId(attempt));
            assertThat(client.socket.getInputStream().readAllBytes()).containsExactly(1, 2, 3);
        }
    }

    @Test
    void octetsBehindTheRequestAreDataAndTheEndOfTheControlConnectionIsThatOfAll() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Client control = new Client();
                Client client = new Client()) {
            control.allocate();
            StunMessage connected =
                    control.ofPeer(TurnMethod.CONNECT, (InetSocketAddress) listener.getLocalSocketAddress());
            try (Socket peer = listener.accept()) {
                peer.setSoTimeout(10_000);
                StunMessage challenge = client.challenge();
                client.send(
                        TurnMethod.CONNECTION_BIND, TransactionId.random(random), challenge, connectionId(connected));
                writeAll(client.socket, new byte[] {4, 5});
                assertThat(client.receive().type())
                        .isEqualTo(TurnMethod.CONNECTION_BIND.type(MessageClass.SUCCESS_RESPONSE));
                assertThat(peer.getInputStream().readNBytes(2)).containsExactly(4, 5);
                control.socket.close();
                assertThat(peer.getInputStream().read()).isEqualTo(-1);
                assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
            }
        }
    }
}
