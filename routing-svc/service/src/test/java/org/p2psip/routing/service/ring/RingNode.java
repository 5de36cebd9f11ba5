package org.p2psip.routing.service.ring;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.p2psip.proto.v1.GetRingRequest;
import org.p2psip.proto.v1.OverlayGrpc;
import org.p2psip.proto.v1.Ring;
import org.p2psip.proto.v1.RingAdminGrpc;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.FakeStorage;
import org.p2psip.routing.service.RoutingTestPorts;
import org.p2psip.routing.service.TestSettings;
import org.p2psip.routing.service.bootstrap.KnownPeers;
import org.p2psip.routing.service.bootstrap.TestBootstrap;
import org.p2psip.routing.service.compare.AntiEntropy;
import org.p2psip.routing.service.compare.TestCompare;
import org.p2psip.routing.service.config.HostPort;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.events.NoEvents;
import org.p2psip.routing.service.events.OverlayEvents;
import org.p2psip.routing.service.events.OverlayTopic;
import org.p2psip.routing.service.handover.TestHandOver;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.link.PeerLinks;
import org.p2psip.routing.service.link.RangeSource;
import org.p2psip.routing.service.link.TestLinks;
import org.p2psip.routing.service.operation.TestOperations;
import org.p2psip.routing.service.overlay.TestOverlayService;
import org.p2psip.routing.service.peer.LocalPeer;
import org.p2psip.routing.service.remote.TestAnswers;
import org.p2psip.routing.service.security.RoutingCalls;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.service.storage.TestStorageLink;
import org.p2psip.routing.service.watch.TestWatches;
import org.p2psip.tls.service.ServiceSecurity;

/** A routing peer with all of its own on real ports, but without Quarkus and Kafka; several fit into one test. */
final class RingNode implements AutoCloseable {
    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final PeerLoop loop = new PeerLoop(group);
    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    final NodeId id;
    final HostPort address;
    final RingPeer peer;
    final FakeStorage storage;
    final TestWatches changes;
    final AntiEntropy antiEntropy;
    final ManagedChannel channel;
    private final StorageLink storageLink;
    private final RangeSource records;
    private final Server server;

    /**
     * @param place on the ring, 0 to 255 in units of a 256th of it
     * @param join ways to the ring; empty to begin it
     * @param shared storage of the site; null for one of its own
     */
    RingNode(int place, String site, String join, FakeStorage shared, PeerConfig config) throws IOException {
        this(place, site, join, shared, config, false);
    }

    /** One with storage of its own. */
    static RingNode of(int place, String site, String join, PeerConfig config) throws IOException {
        return new RingNode(place, site, join, null, config);
    }

    /** One with storage of its own that nobody can dial: at its address nobody listens. */
    static RingNode dialOnly(int place, String site, String join, PeerConfig config) throws IOException {
        return new RingNode(place, site, join, null, config, true);
    }

    private RingNode(int place, String site, String join, FakeStorage shared, PeerConfig config, boolean dialOnly)
            throws IOException {
        id = new NodeId(new Position((long) place << 56, 1));
        address = new HostPort("127.0.0.1", RoutingTestPorts.freePort());
        int storagePort = shared == null ? RoutingTestPorts.freePort() : shared.port();
        storage = shared == null ? new FakeStorage(storagePort).start() : shared;
        Settings settings = TestSettings.member(
                address, new HostPort("127.0.0.1", storagePort), site, TestSettings.ring(join, config, dialOnly));
        LocalPeer local = new LocalPeer(id, settings);
        KnownPeers known = new KnownPeers(local, settings);
        storageLink = TestStorageLink.of(id, settings, loop, registry);
        PeerLinks links = TestLinks.of(local, settings, loop, registry);
        OverlayEvents events = new OverlayEvents(new NoEvents(), id, settings, registry);
        peer = new RingPeer(
                local,
                settings,
                loop,
                links,
                new RingSearch(settings, id, loop, new LinkChannels(loop, ServiceSecurity.none(RoutingCalls.TABLE))),
                new RingEvents(() -> events, new OverlayTopic(settings), known, loop),
                new RingMetrics(registry, loop));
        TestHandOver handOver = new TestHandOver(peer, storageLink, loop, registry);
        records = handOver.source;
        TestAnswers answers = new TestAnswers(peer, storageLink, handOver, loop, registry);
        changes = new TestWatches(answers.records, loop, settings, registry);
        TestCompare compare = new TestCompare(peer, storageLink, handOver, loop, settings, registry);
        antiEntropy = compare.antiEntropy;
        server = NettyServerBuilder.forAddress(new InetSocketAddress(address.host(), address.port()))
                .addService(TestLinks.service(links, handOver.source, changes.calls, compare.answers))
                .addService(TestBootstrap.of(known, settings, loop, registry))
                .addService(new RingAdminService(peer, loop, settings))
                .addService(TestOverlayService.of(
                        TestOperations.of(id, registry),
                        answers.records,
                        answers.messages,
                        answers.clients,
                        changes.calls,
                        loop,
                        settings,
                        registry))
                .build();
        if (!dialOnly) {
            server.start();
        }
        storageLink.start();
        peer.start(answers.answers, handOver.takeOver);
        channel = NettyChannelBuilder.forAddress(address.host(), address.port())
                .usePlaintext()
                .build();
    }

    /** Waits until it is in the ring and reaches storage. */
    RingNode joined() {
        Eventually.isTrue(
                "peer " + id + " is in the ring", () -> peer.membership() == Membership.JOINED && storageLink.isUp());
        return this;
    }

    /** Whether the records of all its ranges are here. */
    boolean isTakingNothingOver() {
        return registry.get("p2psip.ring.take.over.pending").gauge().value() == 0;
    }

    /** Asks through the ring. */
    CompletableFuture<Contents.Answer> ask(Destination destination, Contents.Request request) {
        CompletableFuture<Contents.Answer> answer = new CompletableFuture<>();
        loop.execute(() -> peer.ask(destination, request, answer::complete));
        return answer;
    }

    OverlayGrpc.OverlayBlockingStub overlay() {
        return OverlayGrpc.newBlockingStub(channel).withDeadlineAfter(5, TimeUnit.SECONDS);
    }

    Ring ring() {
        return RingAdminGrpc.newBlockingStub(channel)
                .withDeadlineAfter(5, TimeUnit.SECONDS)
                .getRing(GetRingRequest.getDefaultInstance());
    }

    /** Vanishes, as its process does at kill -9: its connections break, and it says nothing. */
    void kill() {
        channel.shutdownNow();
        server.shutdownNow();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    /** Leaves the ring in good order, then ends. */
    void leave() {
        peer.leave().orTimeout(5, TimeUnit.SECONDS).join();
        records.given().orTimeout(10, TimeUnit.SECONDS).join();
        kill();
    }

    @Override
    public void close() {
        kill();
        storage.close();
    }
}
