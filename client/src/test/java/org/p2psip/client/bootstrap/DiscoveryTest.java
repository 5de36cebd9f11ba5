package org.p2psip.client.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.p2psip.proto.v1.BootstrapRedirect;
import org.p2psip.proto.v1.DiscoverResponse;
import org.p2psip.proto.v1.PeerSample;
import org.p2psip.routing.bootstrap.DiscoveryDatagram;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;

class DiscoveryTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final NodeId ID =
            NodeId.ofHex("000102030405060708090a0b0c0d0e0f").orElseThrow();
    private static final PeerInfo PEER = new PeerInfo(ID, "192.0.2.7:7460", "east");

    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService blocking = Executors.newSingleThreadExecutor();
    private final FakeServer good = new FakeServer(sample("example.org", PEER));

    @AfterEach
    void stop() throws InterruptedException {
        good.close();
        blocking.shutdownNow();
        loop.shutdown();
        assertThat(loop.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
    }

    private static DiscoverResponse sample(String overlay, PeerInfo... peers) {
        PeerSample.Builder sample = PeerSample.newBuilder();
        for (PeerInfo peer : peers) {
            sample.addPeers(org.p2psip.proto.v1.PeerInfo.newBuilder()
                    .setNodeId(ByteString.copyFrom(peer.id().toBytes()))
                    .setAddress(peer.address())
                    .setSite(peer.site()));
        }
        return DiscoverResponse.newBuilder()
                .setOverlay(overlay)
                .setSample(sample)
                .build();
    }

    private static DiscoverResponse redirect(List<String> servers) {
        return DiscoverResponse.newBuilder()
                .setOverlay("example.org")
                .setRedirect(BootstrapRedirect.newBuilder().addAllServers(servers))
                .build();
    }

    private Discovery discovery(Ways ways) {
        return discovery(ways, null);
    }

    private Discovery discovery(Ways ways, Resolver resolver) {
        return new Discovery("example.org", ways, Discovery.Tools.plaintext(loop, blocking), new DnsServers(resolver));
    }

    private static void assertFound(CompletionStage<List<PeerInfo>> peers) {
        assertThat(peers)
                .succeedsWithin(SOON)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .containsExactly(PEER);
    }

    private static int deadPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void serverThatIsDeadIsPassedOverForOneThatAnswers() throws IOException {
        try (Discovery discovery = discovery(Ways.of(List.of("127.0.0.1:" + deadPort(), good.address())))) {
            assertFound(discovery.start(List.of()));
        }
    }

    @Test
    void redirectIsFollowed() {
        try (FakeServer busy = new FakeServer(redirect(List.of(good.address())));
                Discovery discovery = discovery(Ways.of(List.of(busy.address())))) {
            assertFound(discovery.start(List.of()));
            assertThat(busy.asked()).isEqualTo(1);
        }
    }

    @Test
    void peerThatWasKnownBeforeIsEnough() {
        try (Discovery discovery = discovery(Ways.of(List.of()))) {
            assertFound(discovery.start(List.of(good.address())));
        }
    }

    @Test
    void hostsAddressesAreServers() {
        try (Discovery discovery = discovery(Ways.of(List.of("dns:localhost:" + good.port())))) {
            assertFound(discovery.start(List.of()));
        }
    }

    @Test
    void srvRecordsNameServers() {
        Resolver records = answering("_p2psip._tcp.example.org", "localhost", good.port());
        try (Discovery discovery = discovery(Ways.of(List.of("dns:_p2psip._tcp.example.org")), records)) {
            assertFound(discovery.start(List.of()));
        }
    }

    @Test
    void neighborThatAnswersACallIsAsked() throws Exception {
        try (DatagramSocket neighbor = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            neighbor.setSoTimeout(5_000);
            Ways.CallTarget here = new Ways.CallTarget(
                    Ways.Call.BROADCAST, new InetSocketAddress("127.0.0.1", neighbor.getLocalPort()));
            try (Discovery discovery = discovery(new Ways(List.of(), List.of(), List.of(here)))) {
                CompletableFuture<List<PeerInfo>> found = discovery.start(List.of());
                DatagramPacket packet = new DatagramPacket(new byte[600], 600);
                neighbor.receive(packet);
                var question = (DiscoveryDatagram.Decoded.Question)
                        DiscoveryDatagram.decode(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                assertThat(question.overlay()).isEqualTo("example.org");
                // Somebody else's answer comes first
                answer(neighbor, packet, question.transaction() + 1, ":1");
                answer(neighbor, packet, question.transaction(), ":" + good.port());
                assertFound(found);
                assertThat(good.asked()).isEqualTo(1);
            }
        }
    }

    private static void answer(DatagramSocket neighbor, DatagramPacket question, long transaction, String server)
            throws IOException {
        byte[] answer = DiscoveryDatagram.answer(transaction, "example.org", List.of(server));
        neighbor.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
    }

    @Test
    void serversOfAnotherOverlayAndPeersThatOnlyDialOutAreNoUseAndTheSearchGoesOnUntilItIsClosed() {
        PeerInfo home = new PeerInfo(ID, "", "home");
        CompletableFuture<List<PeerInfo>> found;
        try (FakeServer other = new FakeServer(sample("example.net", PEER));
                FakeServer poor = new FakeServer(sample("example.org", home));
                Discovery discovery = discovery(Ways.of(FakeServer.addresses(other, poor)))) {
            found = discovery.start(List.of());
            long until = System.nanoTime() + SOON.toNanos();
            while (other.asked() < 2 || poor.asked() < 2) {
                assertThat(System.nanoTime()).as("asked again").isLessThan(until);
                Thread.onSpinWait();
            }
            assertThat(found).isNotDone();
        }
        assertThat(found).isCancelled();
    }

    /** A resolver that knows one SRV record. */
    private static Resolver answering(String name, String target, int port) {
        return new OneRecord(name, target, port);
    }

    private record OneRecord(String name, String target, int port) implements Resolver {
        @Override
        public CompletionStage<Message> sendAsync(Message query) {
            return sendAsync(query, Runnable::run);
        }

        @Override
        public CompletionStage<Message> sendAsync(Message query, Executor executor) {
            Message answer = new Message(query.getHeader().getID());
            answer.getHeader().setFlag(org.xbill.DNS.Flags.QR);
            answer.addRecord(query.getQuestion(), Section.QUESTION);
            Name asked = query.getQuestion().getName();
            if (asked.toString(true).equals(name)) {
                answer.addRecord(
                        new SRVRecord(asked, DClass.IN, 60, 0, 0, port, Name.fromConstantString(target + ".")),
                        Section.ANSWER);
            }
            return CompletableFuture.completedStage(answer);
        }

        @Override
        public Message send(Message query) {
            return sendAsync(query).toCompletableFuture().join();
        }

        @Override
        public void setPort(int value) {
            throw new UnsupportedOperationException("it asks nobody");
        }

        @Override
        public void setTCP(boolean value) {
            throw new UnsupportedOperationException("it asks nobody");
        }

        @Override
        public void setIgnoreTruncation(boolean value) {
            throw new UnsupportedOperationException("it asks nobody");
        }

        @Override
        public void setEDNS(int version, int payloadSize, int flags, List<org.xbill.DNS.EDNSOption> options) {
            throw new UnsupportedOperationException("it asks nobody");
        }

        @Override
        public void setTSIGKey(TSIG key) {
            throw new UnsupportedOperationException("it asks nobody");
        }

        @Override
        public void setTimeout(Duration timeout) {
            // Answers at once
        }
    }
}
