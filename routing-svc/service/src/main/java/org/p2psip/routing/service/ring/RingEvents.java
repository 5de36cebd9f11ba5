package org.p2psip.routing.service.ring;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.p2psip.proto.v1.OverlayEvent.Change;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.service.bootstrap.KnownPeers;
import org.p2psip.routing.service.events.OverlayEvents;
import org.p2psip.routing.service.events.OverlayTopic;
import org.p2psip.routing.service.storage.PeerLoop;
import org.p2psip.routing.table.PeerInfo;

/** Tells others what happens in the ring: the log, Kafka, and the peers that bootstrap names. On the peer loop. */
@Singleton
final class RingEvents {
    private static final Logger LOG = Logger.getLogger(RingEvents.class);
    /** The peers that can be reached are told to bootstrap that often, milliseconds. */
    private static final long KNOWN_MS = 2_000;

    /** There only after the gRPC services that need this bean. */
    private final Provider<OverlayEvents> events;

    private final OverlayTopic topic;
    private final KnownPeers known;
    private final PeerLoop loop;

    RingEvents(Provider<OverlayEvents> events, OverlayTopic topic, KnownPeers known, PeerLoop loop) {
        this.events = events;
        this.topic = topic;
        this.known = known;
        this.loop = loop;
    }

    /** The peer begins to get into the ring. */
    void start(OverlayPeer core) {
        known.namesSelf(false);
        tellKnown(core);
    }

    private void tellKnown(OverlayPeer core) {
        core.table().neighbors().predecessors().forEach(peer -> heard(core, peer));
        core.table().neighbors().successors().forEach(peer -> heard(core, peer));
        core.table().fingers().peers().forEach(peer -> heard(core, peer));
        core.table().site().peers().forEach(peer -> heard(core, peer));
        loop.schedule(() -> tellKnown(core), KNOWN_MS);
    }

    private void heard(OverlayPeer core, PeerInfo peer) {
        if (core.isUsable(peer.id())) {
            known.heard(peer);
        }
    }

    void joined() {
        known.namesSelf(true);
        LOG.info("This peer is in the ring");
        long joinedAtMs = System.currentTimeMillis();
        topic.created().thenRun(() -> events.get().joined(joinedAtMs));
    }

    void left() {
        known.namesSelf(false);
        LOG.info("This peer is out of the ring");
    }

    /** Something happened to another peer, or to the range of this one. */
    void told(PeerCommand command) {
        switch (command) {
            case PeerCommand.Suspected(PeerInfo peer) -> {
                LOG.infof("Peer %s at %s, site %s, is silent", peer.id(), peer.address(), peer.site());
                events.get().observed(peer, Change.CHANGE_SUSPECTED, System.currentTimeMillis());
            }
            case PeerCommand.Cleared(PeerInfo peer) -> LOG.infof("Peer %s is heard again", peer.id());
            case PeerCommand.Failed(PeerInfo peer) -> {
                LOG.warnf("Peer %s at %s, site %s, has failed", peer.id(), peer.address(), peer.site());
                known.failed(peer);
                events.get().observed(peer, Change.CHANGE_FAILED, System.currentTimeMillis());
            }
            case PeerCommand.RangeGained gained ->
                LOG.infof(
                        "Range after %s to %s is this peer's now%s",
                        gained.after(),
                        gained.last(),
                        gained.from() == null
                                ? ""
                                : ", before it was that of " + gained.from().id());
            case PeerCommand.RangeLost lost ->
                LOG.infof(
                        "Range after %s to %s is now that of %s",
                        lost.after(), lost.last(), lost.to().id());
            case PeerCommand.ReplicaSites(var sites) ->
                LOG.infof("Replicas of this peer's records belong to the sites %s", sites);
            default -> throw new IllegalArgumentException("not told to anybody: " + command);
        }
    }
}
