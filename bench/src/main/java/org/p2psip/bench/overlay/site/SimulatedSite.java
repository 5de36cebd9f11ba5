package org.p2psip.bench.overlay.site;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.p2psip.bench.overlay.SimulatedPeer;
import org.p2psip.bench.overlay.site.RecordMessage.Reply;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.records.Comparison.Answer;
import org.p2psip.routing.records.PartDigests;
import org.p2psip.routing.records.RangeParts.Part;
import org.p2psip.routing.records.RangeReplicas;
import org.p2psip.routing.records.ReplicaQueue;
import org.p2psip.routing.records.TakeOvers;
import org.p2psip.routing.records.Written;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;
import org.p2psip.routing.table.PeerInfo;

/** One peer that is a whole site: its store, and who reads and writes it. */
final class SimulatedSite {
    /** A site brings all that there is of a resource, removals too. */
    private static final Written WRITTEN = new Written(Set.of(), true);

    private final SiteStore store = new SiteStore();
    private final SimulatedPeer peer;
    private final RecordSimulation simulation;
    private final ReplicaQueue<Position> queue;
    private final RangeReplicas replicas;
    private final TakeOvers takeOvers;
    private final SiteMoves moves;

    SimulatedSite(SimulatedPeer peer, RecordSimulation simulation) {
        this.peer = peer;
        this.simulation = simulation;
        this.moves = new SiteMoves(this, simulation);
        this.queue = new ReplicaQueue<>(moves);
        this.replicas = new RangeReplicas(peer.core(), moves);
        this.takeOvers = new TakeOvers(peer.core(), replicas, simulation.random(), moves);
    }

    SimulatedPeer peer() {
        return peer;
    }

    SiteStore store() {
        return store;
    }

    TakeOvers takeOvers() {
        return takeOvers;
    }

    SiteMoves moves() {
        return moves;
    }

    /** The peer said what it is responsible for. */
    void told(PeerCommand command) {
        switch (command) {
            case PeerCommand.RangeGained gained -> takeOvers.gained(gained.after(), gained.last(), gained.from());
            case PeerCommand.RangeLost lost -> takeOvers.lost(lost.after(), lost.last(), lost.to());
            case PeerCommand.ReplicaSites sites -> replicas.changed();
            case PeerCommand.Failed failed -> takeOvers.failed(failed.peer());
            case PeerCommand.Left left -> takeOvers.left();
            default -> {}
        }
    }

    /** A client of this site asks. */
    void ask(RecordMessage message, Consumer<Reply> reply) {
        if (peer.core().isOwnSites(message.key()) || takeOvers.contains(message.key())) {
            own(message, reply);
        } else {
            simulation.ask(this, new ResourceId(message.key()), message, reply);
        }
    }

    /** Another peer asks; to this node itself come replicas, and what is asked of the site that had a range before. */
    void delivered(PeerCommand.Deliver delivered, RecordMessage message, Consumer<Reply> reply) {
        if (delivered.request().destination() instanceof ResourceId) {
            own(message, reply);
        } else if (message.isReplica() || !takeOvers.contains(message.key())) {
            reply.accept(local(message));
        } else {
            reply.accept(new Reply.Refused("this site does not have the record yet"));
        }
    }

    /** From the own store, or from the site that was responsible before, until the record is brought. */
    private void own(RecordMessage message, Consumer<Reply> reply) {
        if (!takeOvers.contains(message.key())) {
            Reply done = local(message);
            if (done instanceof Reply.Stored
                    && !peer.core().table().neighbors().replicaSites().isEmpty()) {
                queue.written(message.key(), WRITTEN);
            }
            reply.accept(done);
            return;
        }
        PeerInfo source = takeOvers.sourceOf(message.key());
        if (source == null) {
            reply.accept(new Reply.Refused("who has the record cannot be reached"));
            return;
        }
        Runnable written = message.write() == null ? () -> {} : takeOvers.beginWrite(new ResourceId(message.key()));
        if (written == null) {
            reply.accept(new Reply.Refused("too many records were written while their range is handed over"));
            return;
        }
        simulation.ask(this, source.id(), message, answer -> {
            written.run();
            reply.accept(answer);
        });
    }

    private Reply local(RecordMessage message) {
        if (message.write() == null) {
            return new Reply.Read(store.read(message.key(), simulation.nowMs()));
        }
        return store.write(message.key(), message.write(), simulation.nowMs())
                ? new Reply.Stored(this)
                : new Reply.Refused("a newer value is stored");
    }

    /** What this site has of a part of a range that another one takes over; null while it has it not itself. */
    List<Position> give(Part range, Part part) {
        return takeOvers.isPartOf(range.first(), range.last()) ? null : store.scan(part.first(), part.last());
    }

    /** Compares; null while this site has not the range itself. */
    Answer compare(Part range, Position root) {
        return takeOvers.isPartOf(range.first(), range.last()) ? null : Answer.of(digests(range), root);
    }

    PartDigests digests(Part range) {
        PartDigests digests = new PartDigests(range.first(), range.last());
        for (Position key : store.scan(range.first(), range.last())) {
            byte[] digest = store.digest(key, simulation.nowMs());
            if (digest.length > 0) {
                digests.add(key, digest);
            }
        }
        return digests;
    }
}
