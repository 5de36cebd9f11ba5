package org.p2psip.routing.service.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.Eventually;
import org.p2psip.routing.service.FakeStorage;
import org.p2psip.routing.service.TestSettings;
import org.p2psip.routing.service.config.HostPort;
import org.p2psip.routing.service.config.Settings;

/** A site's storage of two members, of which the preferred one fails. */
class StorageLinkFailoverTest {
    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final PeerLoop loop = new PeerLoop(group);
    private FakeStorage preferred;
    private FakeStorage other;
    private StorageLink link;

    @BeforeEach
    void connect() throws IOException {
        List<HostPort> members = List.of(new HostPort("127.0.0.1", free()), new HostPort("127.0.0.1", free()));
        preferred = new FakeStorage(members.getFirst().port()).start();
        other = new FakeStorage(members.getLast().port()).start();
        Settings settings = TestSettings.with(members, new Settings.Limits(100, 1 << 20, 100));
        link = TestStorageLink.of(new NodeId(new Position(1, 2)), settings, loop, new SimpleMeterRegistry());
        link.start();
        Eventually.isTrue("the link is up", link::isUp);
    }

    private static int free() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @AfterEach
    void disconnect() {
        link.close();
        preferred.close();
        other.close();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    @Test
    void anotherMemberIsAskedWhileThePreferredOneIsGone() {
        assertThat(other.operations()).isZero();
        preferred.close();
        Eventually.isTrue("another member answers", () -> link.isUp() && other.operations() > 0);
    }

    @Test
    void preferredMemberIsAskedAgainWhenTheOtherFails() throws IOException {
        preferred.close();
        Eventually.isTrue("another member answers", () -> link.isUp() && other.operations() > 0);
        preferred.start();
        long before = preferred.operations();
        other.close();
        Eventually.isTrue("the preferred one answers", () -> link.isUp() && preferred.operations() > before);
    }
}
