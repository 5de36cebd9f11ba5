package org.p2psip.routing.link;

import java.util.ArrayList;
import java.util.List;
import org.p2psip.routing.link.Link.State;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.peer.PeerCounter;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/**
 * Finds peers that have failed. Whatever comes over a link shows that its peer lives. One that is silent for too long, or
 * does not react to a request, is pinged; from the second Ping without answer on it is suspected, and another peer is
 * asked to reach it too. What that one brings back vouches for the silent peer for a while, so that one bad link does not
 * throw a peer out of the ring.
 */
public final class FailureDetector {
    /** Links that are due within this time are looked at together. */
    private static final int GRAIN_MS = 50;

    private final PeerContext context;
    private final LinkTable links;
    private final Observer observer;
    private final PeerConfig.Liveness config;

    /** Who is told what became of a link. */
    public interface Observer {
        /** Whether a peer is a neighbor: those are watched closely. */
        boolean isNeighbor(NodeId id);

        /** Whether a link serves this peer. */
        boolean isNeeded(NodeId id);

        /** A peer that could reach another one; null when there is none. */
        NodeId witness(NodeId silent);

        /**
         * A link has failed; it is not in the table any more.
         *
         * @param wasUp whether it was ever up: else the peer could not be reached
         */
        void failed(PeerInfo peer, boolean wasUp);

        /** A peer that was linked anew did not say in time that it is in the ring. */
        void notReady(PeerInfo peer);
    }

    public FailureDetector(PeerContext context, LinkTable links, Observer observer) {
        this.context = context;
        this.links = links;
        this.observer = observer;
        this.config = context.config().liveness();
    }

    /** Something came over a link. */
    public void heard(Link link) {
        link.lastHeard = context.now();
        link.askedAt = Long.MAX_VALUE;
        if (link.probes > 0) {
            clear(link);
        }
    }

    private void clear(Link link) {
        if (link.probes >= config.suspectAfter()) {
            context.command(new PeerCommand.Cleared(link.peer()));
        }
        link.probes = 0;
        links.wake(link, context.now() + silence(link));
    }

    /** A message of a peer came by another way: it lives. */
    public void vouched(NodeId peer) {
        Link link = links.get(peer);
        if (link != null && link.probes > 0 && link.vouchedUntil == 0) {
            link.vouchedUntil = context.now() + config.vouchedMs();
        }
    }

    /** A request was sent over a link: something has to come back soon. */
    public void asked(Link link) {
        if (link.askedAt == Long.MAX_VALUE && link.probes == 0) {
            link.askedAt = context.now();
            long by = context.now() + config.probeTimeoutMs();
            if (by < link.dueAt) {
                links.wake(link, by);
            }
        }
    }

    /**
     * Whether a peer was heard so lately that it may get a place in the tables. Else it is pinged, and its link marked as
     * that of a candidate.
     */
    public boolean isFresh(Link link) {
        if (context.now() - link.lastHeard <= 2L * config.neighborSilenceMs()) {
            return true;
        }
        if (link.isUp() && !link.candidate) {
            link.candidate = true;
            if (link.probes == 0) {
                probe(link);
            }
        }
        return false;
    }

    /** A peer became a neighbor: it is watched closely from now on. */
    public void watch(NodeId id) {
        Link link = links.get(id);
        if (link != null && link.isUp() && link.probes == 0) {
            links.wake(link, Math.min(link.dueAt, context.now() + config.neighborSilenceMs()));
        }
    }

    /** A link broke: its peer is suspected at once, and the link opened again. */
    public void broken(Link link) {
        link.state = State.BROKEN;
        if (link.probes < config.suspectAfter()) {
            suspect(link);
        }
        link.probes = config.suspectAfter();
        links.wake(link, context.now() + config.probeTimeoutMs());
        if (link.peer().isDialable()) {
            context.command(new PeerCommand.OpenLink(link.peer()));
        }
        askWitness(link);
    }

    /** When {@link #advance} is to be called, or earlier. */
    public long due() {
        return links.due();
    }

    /** Looks at the links that are due. */
    public void advance() {
        if (context.now() < links.due()) {
            return;
        }
        List<Link> due = new ArrayList<>(4);
        long next = Long.MAX_VALUE;
        for (Link link : links.all()) {
            if (link.dueAt <= context.now() + GRAIN_MS) {
                due.add(link);
            } else {
                next = Math.min(next, link.dueAt);
            }
        }
        links.due(next);
        for (Link link : due) {
            look(link);
        }
    }

    private void look(Link link) {
        switch (link.state) {
            case EXPECTED, OPENING -> fail(link);
            case BROKEN -> probe(link);
            case UP -> {
                if (link.readyBy <= context.now()) {
                    link.readyBy = Long.MAX_VALUE;
                    observer.notReady(link.peer());
                }
                if (link.probes > 0 || isSilent(link)) {
                    probe(link);
                } else if (isIdle(link)) {
                    links.close(link.peer().id());
                } else {
                    links.wake(link, Math.min(nextLook(link), link.readyBy));
                }
            }
        }
    }

    private long nextLook(Link link) {
        long asked = link.askedAt == Long.MAX_VALUE ? Long.MAX_VALUE : link.askedAt + config.probeTimeoutMs();
        return Math.max(Math.min(link.lastHeard + silence(link), asked), context.now() + GRAIN_MS + 1);
    }

    private boolean isSilent(Link link) {
        long latest = context.now() + GRAIN_MS;
        return link.lastHeard + silence(link) <= latest
                || link.askedAt != Long.MAX_VALUE && link.askedAt + config.probeTimeoutMs() <= latest;
    }

    /** The side with the smaller Node-ID asks first, so that one Ping serves both. */
    private int silence(Link link) {
        PeerInfo self = context.self();
        int silence = observer.isNeighbor(link.peer().id()) ? config.neighborSilenceMs() : config.linkSilenceMs();
        return self.position().compareTo(link.peer().position()) < 0 ? silence : silence + silence / 4;
    }

    /** Only the side that dialed closes: else both would have to agree. */
    private boolean isIdle(Link link) {
        if (!link.dialer || observer.isNeeded(link.peer().id())) {
            link.neededAt = context.now();
            return false;
        }
        return link.neededAt + config.idleMs() <= context.now();
    }

    private void probe(Link link) {
        boolean vouched = link.vouchedUntil > context.now();
        if (link.probes >= config.failedAfter() && !vouched) {
            fail(link);
            return;
        }
        if (link.isUp()) {
            context.counters().add(PeerCounter.PINGS);
            context.send(
                    link.peer().id(),
                    context.request(Contents.Ping.INSTANCE, List.of(link.peer().id())));
        }
        link.probes++;
        if (link.probes == config.suspectAfter()) {
            suspect(link);
        }
        if (link.probes >= config.suspectAfter()) {
            askWitness(link);
        }
        links.wake(link, context.now() + config.probeTimeoutMs());
    }

    private void suspect(Link link) {
        link.vouchedUntil = 0;
        context.counters().add(PeerCounter.SUSPECTED);
        context.command(new PeerCommand.Suspected(link.peer()));
    }

    private void askWitness(Link link) {
        NodeId witness = observer.witness(link.peer().id());
        if (witness != null) {
            context.counters().add(PeerCounter.PINGS);
            context.send(
                    witness,
                    context.request(
                            Contents.Ping.INSTANCE, List.of(witness, link.peer().id())));
        }
    }

    /** A link is gone for good. */
    public void fail(Link link) {
        boolean wasUp = link.state == State.UP || link.state == State.BROKEN;
        links.remove(link.peer().id());
        context.command(new PeerCommand.CloseLink(link.peer().id()));
        context.counters().add(wasUp ? PeerCounter.FAILED : PeerCounter.UNREACHABLE);
        observer.failed(link.peer(), wasUp);
    }
}
