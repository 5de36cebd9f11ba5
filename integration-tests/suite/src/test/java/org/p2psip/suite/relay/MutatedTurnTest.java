package org.p2psip.suite.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.LiveHeap;
import org.p2psip.suite.process.NeedsPrograms;

/**
 * Damaged messages and packets against a running relay, half of them of a user whom it knows: it answers others all the
 * time, and keeps nothing of them.
 */
@NeedsPrograms("openssl")
class MutatedTurnTest {
    private static final int MESSAGES = Boolean.getBoolean("long.tests") ? 1_000_000 : 100_000;
    /** After so many the relay has to answer a Binding before more are sent. */
    private static final int BURST = 200;
    /** One burst in so many goes over TCP. */
    private static final int TCP_SHARE = 10;

    private static final int CLIENTS = 8;
    private static final long SEED = 8_656;
    private static final int RETRANSMISSIONS = 7;
    private static final int RETRANSMIT_MILLIS = 500;
    private static final Duration ALLOCATIONS_LIMIT = Duration.ofSeconds(60);
    private static final long MOST_GROWTH_MIB = 16;

    private static final int BINDING = 0x0001;
    private static final int ALLOCATE = 0x0003;
    private static final int SEND = 0x0016;

    private static final int CHANNEL_NUMBER = 0x000C;
    private static final int LIFETIME = 0x000D;
    private static final int PEER = 0x0012;
    private static final int DATA = 0x0013;
    private static final int EVEN_PORT = 0x0018;
    private static final int TRANSPORT = 0x0019;
    private static final int CONNECTION_ID = 0x002A;

    @TempDir
    private Path directory;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final List<DatagramSocket> clients = new ArrayList<>();
    private RelayProgram relay;
    private InetSocketAddress to;
    private DatagramSocket probe;
    private String realm;
    private byte[] nonce;

    @BeforeEach
    void start() throws IOException {
        relay = RelayProgram.start(
                directory, "127.0.0.1", "p2psip.turn.lifetime.default-seconds=2", "p2psip.turn.lifetime.max-seconds=5");
        to = new InetSocketAddress(relay.host(), relay.port());
        probe = new DatagramSocket(0, to.getAddress());
        probe.setSoTimeout(RETRANSMIT_MILLIS);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new DatagramSocket(0, to.getAddress()));
        }
        byte[] challenge = ask(new TurnMessage(ALLOCATE, random).encode());
        realm = new String(TurnMessage.value(challenge, TurnMessage.REALM), StandardCharsets.UTF_8);
        nonce = TurnMessage.value(challenge, TurnMessage.NONCE);
    }

    @AfterEach
    void stop() {
        clients.forEach(DatagramSocket::close);
        probe.close();
        relay.close();
    }

    @Test
    void damagedMessagesLeaveTheRelayAsItWas() throws IOException {
        send(clients.getFirst(), 0, 1_000);
        long heapBefore = LiveHeap.mib(relay.pid());

        for (int sent = 0; sent < MESSAGES; sent += BURST) {
            if (sent / BURST % TCP_SHARE == 0) {
                sendStream();
            } else {
                send(clients.get(sent / BURST % CLIENTS), 0, BURST);
            }
            ask(new TurnMessage(BINDING, random).encode());
        }

        assertThat(counted("turn_events_total{event=\"allocated\"")).isPositive();
        assertThat(counted("turn_events_total{event=\"permitted\"")).isPositive();
        assertThat(counted("turn_events_total{event=\"channel_bound\"")).isPositive();
        assertThat(counted("turn_packets_total{direction=\"to_peer\"")).isPositive();
        Await.until("allocations are over", ALLOCATIONS_LIMIT, () -> relay.metrics()
                .text()
                .lines()
                .filter(line -> line.startsWith("p2psip_turn_allocations "))
                .allMatch(line -> line.endsWith(" 0.0")));
        assertThat(relay.isAlive()).isTrue();
        assertThat(counted("stun_defects")).as("failures of the relay").isZero();
        assertThat(LiveHeap.mib(relay.pid()) - heapBefore)
                .as("growth of what the relay keeps, MiB")
                .isLessThan(MOST_GROWTH_MIB);
    }

    private double counted(String name) {
        return relay.metrics().sumOfCounters(counter -> counter.startsWith("p2psip_" + name));
    }

    /** The answer; the question is asked again when there is none for half a second. */
    private byte[] ask(byte[] question) throws IOException {
        for (int i = 0; i < RETRANSMISSIONS; i++) {
            probe.send(new DatagramPacket(question, question.length, to));
            DatagramPacket answer = new DatagramPacket(new byte[2_048], 2_048);
            try {
                do {
                    probe.receive(answer);
                    // an answer to the one before may come late
                } while (!Arrays.equals(answer.getData(), 8, 20, question, 8, 20));
                return Arrays.copyOf(answer.getData(), answer.getLength());
            } catch (SocketTimeoutException lost) {
                assertThat(relay.isAlive()).as(relay.log()).isTrue();
            }
        }
        throw new AssertionError("the relay answers nobody: " + relay.log());
    }

    private void send(DatagramSocket from, int first, int count) throws IOException {
        for (int i = first; i < first + count; i++) {
            byte[] packet = packet();
            from.send(new DatagramPacket(packet, packet.length, to));
        }
    }

    /** All on one connection; the relay closes it when nobody can say where the next message starts. */
    private void sendStream() throws IOException {
        Socket socket = new Socket(to.getAddress(), to.getPort());
        for (int sent = 0; sent < BURST; sent++) {
            try {
                socket.getOutputStream().write(packet());
            } catch (IOException closedByTheRelay) {
                socket.close();
                socket = new Socket(to.getAddress(), to.getPort());
            }
        }
        socket.close();
    }

    /** Something that a client may send, whole in one of three cases. */
    private byte[] packet() {
        byte[] packet = random.nextInt(6) == 0 ? channelData() : message();
        if (random.nextInt(3) == 0) {
            return packet;
        }
        for (int change = random.nextInt(4); change > 0; change--) {
            packet[random.nextInt(packet.length)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(packet, random.nextInt(packet.length + 8)) : packet;
    }

    private byte[] channelData() {
        int octets = random.nextInt(40) * 4;
        return ByteBuffer.allocate(4 + octets)
                .putShort(channel())
                .putShort((short) octets)
                .array();
    }

    private short channel() {
        return (short) (0x4000 + random.nextInt(4));
    }

    /** Any method with some attributes; half of them are signed, so that what they say is looked at. */
    private byte[] message() {
        // Binding to ConnectionAttempt, and Send
        int type = random.nextInt(8) == 0 ? SEND : 1 + random.nextInt(12);
        TurnMessage message = new TurnMessage(type, random);
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            attribute(message);
        }
        return (random.nextBoolean() && type != SEND
                        ? message.signed(RelayProgram.USER, RelayProgram.PASSWORD, realm, nonce)
                        : message)
                .encode();
    }

    private void attribute(TurnMessage message) {
        switch (random.nextInt(9)) {
            case 0 -> message.with(TRANSPORT, new byte[] {(byte) (random.nextBoolean() ? 17 : 6), 0, 0, 0});
            case 1 -> message.with(TRANSPORT, new byte[] {17, 0, 0, 0});
            case 2 ->
                message.with(
                        LIFETIME,
                        ByteBuffer.allocate(4).putInt(random.nextInt(10)).array());
            case 3, 4 -> message.with(PEER, peer());
            case 5 ->
                message.with(
                        CHANNEL_NUMBER,
                        ByteBuffer.allocate(4).putShort(channel()).array());
            case 6 -> message.with(DATA, new byte[random.nextInt(200)]);
            case 7 -> message.with(EVEN_PORT, new byte[] {(byte) random.nextInt(256)});
            default ->
                message.with(
                        random.nextBoolean() ? CONNECTION_ID : random.nextInt(0x10000),
                        ByteBuffer.allocate(4).putInt(random.nextInt()).array());
        }
    }

    /** XOR-PEER-ADDRESS of 127.0.0.1 port 9, where nobody listens. */
    private static byte[] peer() {
        return new byte[] {0, 1, 0x21, 0x1B, 0x5E, 0x12, (byte) 0xA4, 0x43};
    }
}
