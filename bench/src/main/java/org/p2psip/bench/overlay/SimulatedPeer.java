package org.p2psip.bench.overlay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.p2psip.bench.overlay.EventQueue.Event;
import org.p2psip.routing.OverlayPeer;
import org.p2psip.routing.peer.Membership;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;

/** One peer in the simulation: the core, where it lies, and whether it runs. */
public final class SimulatedPeer {
    final double x;
    final double y;
    private int part;
    private final OverlayPeer core;
    private final EventQueue queue;
    /** Peers whose links this one closed: they hear of it in a moment, and are told nothing else of the link. */
    private final Set<NodeId> closed = new HashSet<>(4);

    private final Deque<Runnable> deferred = new ArrayDeque<>(1);

    private boolean running = true;
    private long wakeAt = Long.MAX_VALUE;

    SimulatedPeer(
            PeerInfo info, PeerConfig config, Simulation simulation, BiConsumer<SimulatedPeer, PeerCommand> commands) {
        this.x = simulation.random().nextDouble();
        this.y = simulation.random().nextDouble();
        this.queue = simulation.queue();
        this.core = new OverlayPeer(info, config, simulation.random(), command -> commands.accept(this, command));
    }

    public OverlayPeer core() {
        return core;
    }

    public PeerInfo info() {
        return core.self();
    }

    public Position position() {
        return core.self().position();
    }

    /** Whether it has neither crashed nor left. */
    public boolean isRunning() {
        return running;
    }

    /** Whether it runs and is in the ring. */
    public boolean isMember() {
        return running && core.membership() == Membership.JOINED;
    }

    /** Which part of the network it is in; peers of different parts do not reach each other. */
    public int part() {
        return part;
    }

    /** Moves it to a part of the network. */
    public void setPart(int next) {
        part = next;
    }

    void stop() {
        running = false;
    }

    /** This peer closes its link to another one in good order. */
    void closes(NodeId other) {
        closed.add(other);
    }

    /** Whether the last link to a peer was closed by this one. */
    boolean hasClosed(NodeId other) {
        return closed.contains(other);
    }

    /** A link to a peer is up. */
    void linkUp(PeerInfo other, boolean dialer, long now) {
        closed.remove(other.id());
        core.linkUp(other, dialer, now);
        called();
    }

    /** Does something when the core's call that goes on has returned. */
    public void defer(Runnable task) {
        deferred.add(task);
    }

    /** The core was called: it is called again when it wants to be. */
    public void called() {
        while (!deferred.isEmpty()) {
            deferred.remove().run();
        }
        long deadline = Math.max(core.nextDeadline(), queue.now() + 1);
        if (deadline < wakeAt && core.nextDeadline() != Long.MAX_VALUE) {
            wakeAt = deadline;
            queue.put(deadline, new Wake(deadline));
        }
    }

    private final class Wake extends Event {
        private final long time;

        Wake(long time) {
            this.time = time;
        }

        @Override
        void happen() {
            if (running && wakeAt == time) {
                wakeAt = Long.MAX_VALUE;
                core.advance(queue.now());
                called();
            }
        }
    }
}
