package org.p2psip.routing.service.ring;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.p2psip.client.bootstrap.Discovery;
import org.p2psip.client.bootstrap.Ways;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.table.PeerInfo;

/** Asks bootstrap for peers of the ring, one question at a time. All is on the peer loop. */
@Singleton
final class RingSearch {
    /** A search for more peers, of one that is in the ring, is given up then. */
    private static final long SAMPLE_MS = 5_000;
    /** When bootstrap names nobody but this peer it is asked again. */
    private static final long AGAIN_MS = 1_000;

    private final Settings settings;
    private final NodeId self;
    private final PeerLoop loop;
    private final LinkChannels channels;
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private Discovery running;
    private boolean stopped;

    RingSearch(Settings settings, NodeId self, PeerLoop loop, LinkChannels channels) {
        this.settings = settings;
        this.self = self;
        this.loop = loop;
        this.channels = channels;
    }

    /**
     * Looks for peers to join by, for as long as it takes.
     *
     * @param nobody called instead, where no way is configured or nobody was found for too long
     */
    void enter(Consumer<List<PeerInfo>> found, Runnable nobody) {
        if (isWithoutWays()) {
            nobody.run();
            return;
        }
        Discovery discovery = begin(found);
        long patienceMs = settings.ring().beginAfter().toMillis();
        if (patienceMs > 0) {
            loop.schedule(
                    () -> {
                        if (running == discovery) {
                            end();
                            nobody.run();
                        }
                    },
                    patienceMs);
        }
    }

    /** Looks for some more peers, for a while. */
    void sample(Consumer<List<PeerInfo>> found) {
        if (running != null || stopped || isWithoutWays()) {
            return;
        }
        Discovery discovery = begin(found);
        loop.schedule(
                () -> {
                    if (running == discovery) {
                        end();
                    }
                },
                SAMPLE_MS);
    }

    private boolean isWithoutWays() {
        Ways ways = settings.ring().join();
        return ways.servers().isEmpty()
                && ways.names().isEmpty()
                && ways.targets().isEmpty();
    }

    private Discovery begin(Consumer<List<PeerInfo>> found) {
        Discovery discovery = new Discovery(
                settings.overlay(),
                settings.ring().join(),
                new Discovery.Tools(loop.scheduler(), blocking, channels::to));
        running = discovery;
        discovery
                .start(List.of())
                .thenAccept(peers -> loop.execute(() -> {
                    if (running == discovery) {
                        end();
                        named(peers, found);
                    }
                }));
        return discovery;
    }

    private void named(List<PeerInfo> peers, Consumer<List<PeerInfo>> found) {
        List<PeerInfo> others =
                peers.stream().filter(peer -> !peer.id().equals(self)).toList();
        if (others.isEmpty()) {
            loop.schedule(() -> again(found), AGAIN_MS);
        } else {
            found.accept(others);
        }
    }

    private void again(Consumer<List<PeerInfo>> found) {
        if (running == null && !stopped) {
            begin(found);
        }
    }

    private void end() {
        if (running != null) {
            running.close();
            running = null;
        }
    }

    /** Searches no more. */
    void stop() {
        stopped = true;
        end();
    }

    @PreDestroy
    void close() {
        blocking.shutdownNow();
    }
}
