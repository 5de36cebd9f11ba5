package org.p2psip.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.routing.forward.AnsweredRequests;
import org.p2psip.routing.forward.Inbox;
import org.p2psip.routing.forward.Router;
import org.p2psip.routing.link.FailureDetector;
import org.p2psip.routing.link.HoldDown;
import org.p2psip.routing.link.LinkTable;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.peer.PeerContext;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;
import org.p2psip.routing.table.RoutingTable;
import org.p2psip.routing.topology.Admitting;
import org.p2psip.routing.topology.Attaching;
import org.p2psip.routing.topology.FingerSearch;
import org.p2psip.routing.topology.Joining;
import org.p2psip.routing.topology.Leaving;
import org.p2psip.routing.topology.PartitionSearch;
import org.p2psip.routing.topology.PendingRanges;
import org.p2psip.routing.topology.Updates;

/** The parts of a peer, put together. */
final class PeerParts {
    final PeerContext context;
    final RoutingTable table;
    final LinkTable links;
    final HoldDown holdDown;
    final PendingRanges pending;
    final FailureDetector detector;
    final Router router;
    final AnsweredRequests answered;
    final Attaching attaching;
    final Updates updates;
    final Joining joining;
    final Admitting admitting;
    final FingerSearch fingerSearch;
    final PartitionSearch partitionSearch;
    final Leaving leaving;

    PeerParts(PeerInfo self, PeerConfig config, RandomGenerator random, Consumer<PeerCommand> out, Inbox inbox) {
        context = new PeerContext(self, config, random, out);
        table = new RoutingTable(self, config.neighbors(), config.limits().sitePeers());
        links = new LinkTable(context, new TablePlaces());
        holdDown = new HoldDown(context);
        pending = new PendingRanges(self);
        detector = new FailureDetector(context, links, new LinkObserver());
        router = new Router(context, links, table, detector, inbox);
        answered = new AnsweredRequests(context);
        attaching = new Attaching(context, links, router, holdDown);
        updates = new Updates(context, links, table, detector, attaching, holdDown, pending);
        fingerSearch = new FingerSearch(context, router, table.neighbors(), table.fingers(), attaching);
        partitionSearch = new PartitionSearch(context, links, router, table.neighbors(), attaching);
        joining = new Joining(context, links, router, attaching, this::joined);
        admitting = new Admitting(context, links, router, table.neighbors(), updates, holdDown);
        leaving = new Leaving(context, links, router, table.neighbors());
    }

    private void joined() {
        updates.announce();
        fingerSearch.start();
        partitionSearch.start();
    }

    /** Which links the ring needs. */
    private final class TablePlaces implements LinkTable.Places {
        @Override
        public boolean isHeld(PeerInfo peer) {
            return table.contains(peer.id()) || table.neighbors().wants(peer);
        }

        @Override
        public boolean isWanted(PeerInfo peer) {
            return table.wants(peer);
        }
    }

    /** What a link means to the ring. */
    private final class LinkObserver implements FailureDetector.Observer {
        @Override
        public boolean isNeighbor(NodeId id) {
            return table.neighbors().contains(id);
        }

        @Override
        public boolean isNeeded(NodeId id) {
            return table.contains(id);
        }

        @Override
        public NodeId witness(NodeId silent) {
            List<PeerInfo> neighbors = new ArrayList<>(table.neighbors().successors());
            neighbors.addAll(table.neighbors().predecessors());
            neighbors.removeIf(peer -> peer.id().equals(silent) || !links.isUsable(peer.id()));
            return neighbors.isEmpty()
                    ? null
                    : neighbors.get(context.random().nextInt(neighbors.size())).id();
        }

        @Override
        public void failed(PeerInfo peer, boolean wasUp) {
            if (wasUp) {
                context.command(new PeerCommand.Failed(peer));
                partitionSearch.failed(peer);
                gone(peer);
            } else {
                holdDown.addBriefly(peer.id());
            }
            joining.linkFailed(peer.id());
        }

        @Override
        public void notReady(PeerInfo peer) {
            updates.remove(peer);
        }
    }

    /** A peer has failed or left. */
    void gone(PeerInfo peer) {
        holdDown.add(peer.id());
        boolean finger = table.fingers().contains(peer.id());
        updates.remove(peer);
        if (finger) {
            fingerSearch.lost();
        }
    }

    /** This peer is out of the ring. */
    void stop() {
        joining.stop();
        pending.clear();
        updates.stop();
        fingerSearch.stop();
        partitionSearch.stop();
    }
}
