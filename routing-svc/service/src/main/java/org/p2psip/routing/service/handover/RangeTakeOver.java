package org.p2psip.routing.service.handover;

import io.grpc.ManagedChannel;
import jakarta.inject.Singleton;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.p2psip.routing.records.TakeOvers;
import org.p2psip.routing.records.Transfer;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.service.link.LinkChannels;
import org.p2psip.routing.service.ring.RangeListener;
import org.p2psip.routing.service.ring.RingPeer;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.service.storage.StorageLink;
import org.p2psip.routing.table.PeerInfo;

/** Brings ranges from other sites into storage, when {@link TakeOvers} says so. On the peer loop. */
@Singleton
public final class RangeTakeOver implements RangeListener, TakeOvers.Moves {
    private static final Logger LOG = Logger.getLogger(RangeTakeOver.class);

    private final RingPeer ring;
    private final StorageLink storage;
    private final RangeReplication replication;
    private final LinkChannels channels;
    private final PeerLoop loop;
    private final HandOverMetrics metrics;
    private final TakeOvers takeOvers;

    RangeTakeOver(
            RingPeer ring,
            StorageLink storage,
            RangeReplication replication,
            LinkChannels channels,
            PeerLoop loop,
            HandOverMetrics metrics) {
        this.ring = ring;
        this.storage = storage;
        this.replication = replication;
        this.channels = channels;
        this.loop = loop;
        this.metrics = metrics;
        this.takeOvers = new TakeOvers(
                ring.core(),
                replication.replicas(),
                () -> ThreadLocalRandom.current().nextLong(),
                this);
    }

    /** The ranges that are on their way here; on the loop. */
    public TakeOvers takeOvers() {
        return takeOvers;
    }

    @Override
    public void gained(Position after, Position last, PeerInfo from) {
        takeOvers.gained(after, last, from);
    }

    @Override
    public void lost(Position after, Position last, PeerInfo to) {
        takeOvers.lost(after, last, to);
    }

    @Override
    public void replicaSitesChanged() {
        replication.replicas().changed();
    }

    @Override
    public void failed(PeerInfo peer) {
        takeOvers.failed(peer);
    }

    @Override
    public void left() {
        takeOvers.left();
    }

    @Override
    public Transfer transfer(PeerInfo from, Position first, Position last, Transfer.Outcome outcome) {
        ManagedChannel channel;
        try {
            channel = channels.to(from.address());
        } catch (IllegalArgumentException noAddress) {
            NoTransfer none = new NoTransfer();
            loop.execute(() -> none.end(outcome, noAddress.getMessage()));
            return none;
        }
        RangeTransfer transfer = new RangeTransfer(storage, metrics, channel, outcome);
        transfer.begin(first, last);
        return transfer;
    }

    /** One to a peer whose address is none. */
    private static final class NoTransfer implements Transfer {
        private boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        void end(Transfer.Outcome outcome, String failure) {
            if (!cancelled) {
                outcome.ended(failure);
            }
        }
    }

    @Override
    public void taken(Position last) {
        ring.taken(last);
    }

    @Override
    public void later(Runnable task, long delayMs) {
        loop.schedule(task, delayMs);
    }

    @Override
    public void pending(int ranges) {
        metrics.pending(ranges);
    }

    @Override
    public void retried(Position after, Position last, int failures, String failure) {
        metrics.retried();
        if (failures == 1) {
            LOG.warnf("The records after %s to %s were not handed over: %s. Trying on", after, last, failure);
        }
    }

    @Override
    public void ended(Position after, Position last, PeerInfo from, boolean brought) {
        if (brought) {
            LOG.infof("The records after %s to %s are here, from the site %s", after, last, from.site());
        } else {
            LOG.warnf(
                    "Nobody of the site %s can be reached: of the records after %s to %s there are the replicas",
                    from.site(), after, last);
        }
    }
}
