package org.p2psip.client;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.p2psip.client.bootstrap.Discovery;
import org.p2psip.proto.v1.ResultBatch;
import org.p2psip.routing.table.PeerInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds a peer, keeps to it while it lives, and goes on with another when it does not. All on the client's loop.
 *
 * <p>Searching → linked → searching; closed from both.
 */
final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);

    /** What happens on it. */
    interface Events {
        /** A peer takes messages. */
        void up(PeerLink link);

        void results(ResultBatch batch);

        /** The peer is left; another one is looked for. */
        void down(String reason);
    }

    private final ClientOptions options;
    private final ScheduledExecutorService loop;
    private final ExecutorService blocking;
    private final Events events;
    private final PeerChoice peers = new PeerChoice(RandomGenerator.getDefault());
    private PeerLink link;
    private Discovery discovery;
    private long heardNanos;
    private boolean closed;

    Connection(ClientOptions options, ScheduledExecutorService loop, ExecutorService blocking, Events events) {
        this.options = options;
        this.loop = loop;
        this.blocking = blocking;
        this.events = events;
    }

    /** Begins to look for a peer. */
    void open() {
        discover(options.remembered());
    }

    /** The link that is up; null without one. */
    PeerLink link() {
        return link != null && link.isUp() ? link : null;
    }

    /** Addresses of the peers that are known, those that work first. */
    List<String> addresses() {
        return peers.addresses();
    }

    boolean isClosed() {
        return closed;
    }

    /** Leaves a peer that was silent for so long. */
    void leaveSilent(long nowNanos, long silenceNanos) {
        if (link != null && nowNanos - heardNanos > silenceNanos) {
            link.breakOff("nothing heard for " + TimeUnit.NANOSECONDS.toSeconds(nowNanos - heardNanos) + " s");
        }
    }

    private void discover(Collection<String> remembered) {
        if (discovery != null || closed) {
            return;
        }
        discovery = new Discovery(
                options.overlay(), options.ways(), new Discovery.Tools(loop, blocking, options.connect()));
        discovery.start(remembered).thenAccept(found -> {
            discovery = null;
            peers.learned(found);
            connect();
        });
    }

    private void connect() {
        if (closed || link != null) {
            return;
        }
        Optional<PeerInfo> next = peers.next(nowMs());
        if (next.isEmpty()) {
            discover(peers.addresses());
            return;
        }
        PeerInfo peer = next.get();
        link = new PeerLink(peer, options.connect().apply(peer.address()), loop, new LinkEvents());
        heardNanos = System.nanoTime();
        link.open();
    }

    private static long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    /** Ends it. */
    void close(String reason) {
        closed = true;
        if (discovery != null) {
            discovery.close();
        }
        if (link != null) {
            link.breakOff(reason);
        }
    }

    private final class LinkEvents implements PeerLink.Events {
        @Override
        public void up(PeerLink which) {
            LOG.debug("connected with the peer at {}", which.peer().address());
            heardNanos = System.nanoTime();
            events.up(which);
        }

        @Override
        public void results(PeerLink which, ResultBatch batch) {
            heardNanos = System.nanoTime();
            peers.answered(which.peer());
            events.results(batch);
        }

        @Override
        public void down(PeerLink which, String reason) {
            LOG.info("the peer at {} is left: {}", which.peer().address(), reason);
            link = null;
            peers.failed(which.peer(), nowMs());
            events.down(reason);
            connect();
        }
    }
}
