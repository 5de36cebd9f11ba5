package org.p2psip.storage.service.cluster;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.infinispan.commons.CacheException;
import org.infinispan.remoting.transport.Address;
import org.jboss.logging.Logger;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.StartRefused;
import org.p2psip.storage.service.records.CacheParts;
import org.p2psip.storage.service.records.DataDirectory;
import org.p2psip.storage.service.records.Gate;
import org.p2psip.storage.service.records.NotServing;
import org.p2psip.storage.service.records.RecordCache;
import org.p2psip.storage.service.records.RecordStore;
import org.p2psip.tls.socket.SecuredSockets;

/**
 * A member of a cluster. One thread looks a few times a second at what is reached, and takes the next step of
 * {@link MemberState}; what waits for the disk or for others is done by another.
 */
public final class ClusterMember implements RecordCache, Gate {
    private static final Logger LOG = Logger.getLogger(ClusterMember.class);
    private static final long TICK_MS = 200;
    /** Ticks between two looks for where members are. */
    private static final long REFRESH_TICKS = 10;
    /** Longest that a member which leaves waits until all copies are there. */
    private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(15);
    /** For the others to hear that it leaves: who is gone before they know is lost to them. */
    private static final long LEAVING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Settings settings;
    private final Settings.Cluster cluster;
    private final Quorum quorum;
    private final DataDirectory directory;
    private final CacheParts parts;
    private final Optional<SecuredSockets> sockets;
    private final Clock clock;
    private final ClusterMetrics metrics;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("cluster-member").factory());

    private volatile MemberState state = MemberState.SEEKING;
    private volatile MemberSession session;
    private volatile boolean closing;
    private final HealingTime healing = new HealingTime();
    private long ticks;

    private ClusterMember(
            Settings settings,
            DataDirectory directory,
            KindCatalog kinds,
            MeterRegistry registry,
            Optional<SecuredSockets> sockets,
            Clock clock) {
        this.settings = settings;
        this.cluster = settings.cluster().orElseThrow();
        this.quorum = new Quorum(cluster.size(), cluster.owners());
        this.directory = directory;
        this.sockets = sockets;
        this.clock = clock;
        this.parts = new CacheParts(settings, kinds, registry, clock, this);
        this.metrics = new ClusterMetrics(registry, this);
    }

    /**
     * One that looks for the others, once it has a certificate where connections are secured.
     *
     * @param sockets empty for connections that are not secured
     * @throws StartRefused when the directory or the address cannot be used
     */
    public static ClusterMember open(
            Settings settings,
            KindCatalog kinds,
            MeterRegistry metrics,
            Optional<SecuredSockets> sockets,
            Clock clock) {
        DataDirectory directory = DataDirectory.open(settings.data());
        ClusterMember member = new ClusterMember(settings, directory, kinds, metrics, sockets, clock);
        try {
            if (member.mayConnect()) {
                member.session = member.startSession();
            } else {
                MemberSession.checkListen(settings);
            }
        } catch (IOException e) {
            directory.close();
            throw directory.notOpened(e);
        } catch (StartRefused e) {
            directory.close();
            throw e;
        }
        member.thread.scheduleWithFixedDelay(member::tick, 0, TICK_MS, TimeUnit.MILLISECONDS);
        return member;
    }

    private void tick() {
        if (closing) {
            return;
        }
        try {
            step();
        } catch (StartRefused e) {
            LOG.warnf("%s. Trying on", e.getMessage());
        } catch (CacheException | IOException e) {
            // Members that come and go in the middle of a question; the next look tells
            LOG.debugf(e, "A look at the cluster failed");
        } catch (RuntimeException e) {
            metrics.failed();
            LOG.error("A look at the cluster failed", e);
        }
    }

    /** Without a certificate it would reach nobody, and take itself for the first. */
    private boolean mayConnect() {
        return sockets.isEmpty() || sockets.get().isReady();
    }

    private MemberSession startSession() throws IOException {
        return MemberSession.start(settings, parts, directory, sockets, clock);
    }

    private void step() throws IOException {
        MemberSession current = session;
        if (current == null) {
            if (mayConnect()) {
                session = startSession();
            }
            return;
        }
        List<Address> members = current.members();
        Collection<MemberState> others = current.states().others(members);
        boolean whole = current.isWhole();
        MemberState next = current.hasFailed()
                ? MemberState.SEEKING
                : state.next(
                        new MemberState.Seen(
                                others,
                                current.isSettled(Math.min(cluster.owners(), members.size())),
                                current.hasMerged(),
                                whole,
                                healing.isOver(whole, others, System.nanoTime())),
                        quorum);
        if (next != state || current.hasFailed()) {
            LOG.infof("Cluster: %s, was %s; %d of %d members", next, state, members.size(), cluster.size());
            enter(next);
        }
        if (session == current) {
            current.states().tell(whole ? state : MemberState.STRANDED);
            current.states().keepOnly(members);
            if (ticks++ % REFRESH_TICKS == 0 && members.size() < cluster.size()) {
                current.refresh();
            }
            if (state == MemberState.SERVING && parts.takesWrites()) {
                current.deleteMerged();
            }
        }
    }

    private void enter(MemberState next) {
        state = next;
        switch (next) {
            case SEEKING -> {
                MemberSession ended = session;
                session = null;
                ended.close();
            }
            case JOINING -> session.join();
            case MERGING -> session.merge();
            case SERVING -> parts.store().served();
            case MERGED, STRANDED -> {}
        }
    }

    @Override
    public NotServing refusesReads() {
        if (closing) {
            return new NotServing("This member has left the cluster");
        }
        MemberState now = state;
        return now == MemberState.SERVING || now == MemberState.STRANDED
                ? null
                : new NotServing("This member does not serve yet: " + condition());
    }

    @Override
    public NotServing refusesWrites() {
        int reached = members();
        if (!closing && state == MemberState.SERVING && reached >= quorum.majority()) {
            return null;
        }
        metrics.refused();
        return new NotServing("This member takes no writes now: " + condition());
    }

    @Override
    public String condition() {
        MemberState now = state;
        return (now != MemberState.SEEKING || mayConnect() ? "" : "has no certificate yet; ")
                + now.described(members(), cluster.size(), quorum);
    }

    @Override
    public RecordStore store() {
        return parts.store();
    }

    @Override
    public boolean isRunning() {
        return !closing && refusesReads() == null;
    }

    @Override
    public boolean takesWrites() {
        return parts.takesWrites();
    }

    @Override
    public int members() {
        MemberSession current = session;
        return current == null ? 0 : current.members().size();
    }

    /** Copies that are missing, of all 256ths of the ring. */
    int missingCopies() {
        MemberSession current = session;
        return current == null ? 0 : current.missing(cluster.owners());
    }

    /** Transfers of records to this member that are under way. */
    long arriving() {
        MemberSession current = session;
        return current == null ? 0 : current.arriving();
    }

    MemberState state() {
        return state;
    }

    /** Null while it starts anew. */
    MemberSession session() {
        return session;
    }

    @Override
    public void probeDisk(long nowMs) throws IOException {
        directory.probe(nowMs);
    }

    /** Leaves in order: when no copy is missing, so that the others have all that this one has. */
    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        MemberSession last = session;
        if (last != null && state == MemberState.SERVING) {
            long limit = System.nanoTime() + LEAVE_NANOS;
            while (!last.isSettled(Math.min(cluster.owners(), last.members().size()))
                    && System.nanoTime() - limit < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(TICK_MS));
            }
        }
        closing = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LEAVE_NANOS, TimeUnit.NANOSECONDS)) {
                LOG.warn("The cluster does not answer; this member leaves without");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        MemberSession left = Optional.ofNullable(session).orElse(last);
        if (left != null) {
            left.leave();
            if (left.members().size() > 1) {
                LockSupport.parkNanos(LEAVING_NANOS);
            }
            left.close();
        }
        directory.close();
    }
}
