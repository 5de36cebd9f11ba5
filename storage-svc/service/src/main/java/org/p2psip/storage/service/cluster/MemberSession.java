package org.p2psip.storage.service.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.infinispan.commons.CacheException;
import org.infinispan.remoting.transport.Address;
import org.jboss.logging.Logger;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.StartRefused;
import org.p2psip.storage.service.records.CacheParts;
import org.p2psip.storage.service.records.CacheSession;
import org.p2psip.storage.service.records.DataDirectory;
import org.p2psip.storage.service.records.EarlierRecords;
import org.p2psip.tls.socket.SecuredSockets;

/** A member from when it connects until it leaves. What waits is done on a thread of its own. */
final class MemberSession implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MemberSession.class);
    /** After this time what was merged is on the disks of its owners, whatever the durability. */
    private static final long ON_DISK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final CacheParts parts;
    private final MemberTransport transport;
    private final CacheSession cache;
    private final StateBoard states;
    private final EarlierRecords earlier;
    private final Clock clock;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("cluster-worker").factory());

    private volatile boolean merged;
    private volatile boolean failed;
    private volatile boolean closed;
    private volatile long mergedAtNanos;
    private boolean deleted;

    private MemberSession(
            CacheParts parts, MemberTransport transport, CacheSession cache, EarlierRecords earlier, Clock clock) {
        this.parts = parts;
        this.transport = transport;
        this.cache = cache;
        this.states = new StateBoard(cache.openStates(), cache.address());
        this.earlier = earlier;
        this.clock = clock;
        deleted = earlier.isEmpty();
    }

    /**
     * Moves away what was stored, and connects. Blocks.
     *
     * @param sockets empty for connections that are not secured
     * @throws IOException  when what was stored cannot be read
     * @throws StartRefused when it cannot listen
     */
    static MemberSession start(
            Settings settings, CacheParts parts, DataDirectory directory, Optional<SecuredSockets> sockets, Clock clock)
            throws IOException {
        EarlierRecords.moveAway(directory);
        EarlierRecords earlier =
                EarlierRecords.open(directory, settings.damagedWal() == Settings.DamagedWal.CUT, parts.disk());
        try {
            MemberTransport transport =
                    MemberTransport.create(settings.cluster().orElseThrow(), sockets, InetAddress::getAllByName);
            CacheSession cache = CacheSession.start(parts, directory.records(), Optional.of(transport));
            return new MemberSession(parts, transport, cache, earlier, clock);
        } catch (CacheException e) {
            earlier.close();
            throw refused(settings, e);
        }
    }

    /**
     * For a member that connects later.
     *
     * @throws StartRefused when it could not listen
     */
    static void checkListen(Settings settings) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(settings.cluster().orElseThrow().listen());
        } catch (IOException e) {
            throw refused(settings, e);
        }
    }

    private static StartRefused refused(Settings settings, Exception failure) {
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        String listen = settings.cluster().orElseThrow().listen().toString();
        return new StartRefused(
                "p2psip.cluster.listen is \"" + listen + "\"; the member could not listen there: " + reason, failure);
    }

    /** Opens the records together with the others. */
    void join() {
        inBackground("join the others", cache::openRecords);
    }

    /** Brings in what this member had before. */
    void merge() {
        inBackground("merge what was stored", () -> {
            earlier.mergeInto(parts.store(), clock);
            mergedAtNanos = System.nanoTime();
            merged = true;
        });
    }

    /** Looks up again where the others are, in the background. */
    void refresh() {
        inBackground("find the others", transport::refresh);
    }

    /** Deletes what was merged, when it is long enough ago. */
    void deleteMerged() {
        if (!deleted && merged && System.nanoTime() - mergedAtNanos > ON_DISK_NANOS) {
            deleted = true;
            worker.execute(() -> {
                try {
                    earlier.delete();
                } catch (IOException e) {
                    LOG.warnf("What was merged could not be deleted, the next start tries again: %s", e);
                }
            });
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void inBackground(String what, Work work) {
        worker.execute(() -> {
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                failed = true;
                if (!closed) {
                    LOG.warnf(e, "This member could not %s, and tries again", what);
                }
            }
        });
    }

    boolean hasMerged() {
        return merged;
    }

    /** Whether something could not be done that was begun: a new session has to. */
    boolean hasFailed() {
        return failed;
    }

    MemberTransport transport() {
        return transport;
    }

    StateBoard states() {
        return states;
    }

    List<Address> members() {
        return cache.members();
    }

    boolean isWhole() {
        return cache.isWhole();
    }

    boolean isSettled(int copies) {
        return cache.isSettled(copies);
    }

    int missing(int copies) {
        return cache.missing(copies);
    }

    long arriving() {
        return cache.arriving();
    }

    void leave() {
        closed = true;
        cache.leave();
    }

    @Override
    public void close() {
        closed = true;
        worker.shutdown();
        cache.close();
        try {
            if (!worker.awaitTermination(ON_DISK_NANOS, TimeUnit.NANOSECONDS)) {
                LOG.warn("Work of this member in the cluster does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        earlier.close();
    }
}
