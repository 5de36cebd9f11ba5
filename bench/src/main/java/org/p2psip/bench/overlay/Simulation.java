package org.p2psip.bench.overlay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.bench.overlay.EventQueue.Event;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.peer.PeerConfig;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.table.PeerInfo;

/**
 * An overlay on a virtual clock. The seed decides everything: the same seed and the same calls give the same run.
 *
 * <p>A link behaves as a gRPC stream does: it takes two round trips to open; when its other side has closed it, or has no
 * such link, it breaks. A peer that crashes vanishes with all its machine: nothing tells the others.
 */
public final class Simulation {
    /** Peers that bootstrap names. */
    private static final int SAMPLE = 3;

    private final long seed;
    private final PeerConfig config;
    private final SplittableRandom random;
    private final EventQueue queue = new EventQueue();
    private final Map<NodeId, SimulatedPeer> byId = new HashMap<>();
    private final List<SimulatedPeer> running = new ArrayList<>();
    private final Lookups lookups = new Lookups(this);
    private NetworkModel network;
    private long sent;
    private Consumer<PeerEvent> observer = event -> {};
    private Application application = new Application() {};

    /** What a peer said beside messages. */
    public record PeerEvent(long time, SimulatedPeer peer, PeerCommand command) {}

    public Simulation(long seed, NetworkModel network, PeerConfig config) {
        this.seed = seed;
        this.network = network;
        this.config = config;
        this.random = new SplittableRandom(seed);
    }

    /** Milliseconds since it began. */
    public long now() {
        return queue.now();
    }

    public long seed() {
        return seed;
    }

    public RandomGenerator random() {
        return random;
    }

    EventQueue queue() {
        return queue;
    }

    /** All that have neither crashed nor left. */
    public List<SimulatedPeer> running() {
        return running;
    }

    public Lookups lookups() {
        return lookups;
    }

    /** Messages that peers have sent so far. */
    public long sent() {
        return sent;
    }

    /** From now on the network behaves like this. */
    public void network(NetworkModel next) {
        network = next;
    }

    /** Runs on all peers from now on; one application at a time. */
    public void run(Application next) {
        application = next;
    }

    /** Told what peers say; one observer at a time. */
    public void observe(Consumer<PeerEvent> next) {
        observer = next;
    }

    /** A new peer in a site of its own, which joins; the first of all begins the overlay. */
    public SimulatedPeer add() {
        return add("site-" + Long.toHexString(random.nextLong()));
    }

    /** A new peer of a site, which joins; the first of all begins the overlay. */
    public SimulatedPeer add(String site) {
        return add(new NodeId(new Position(random.nextLong(), random.nextLong())), site);
    }

    /** A peer with that Node-ID: a new one, or one that crashed and starts again. */
    public SimulatedPeer add(NodeId id, String site) {
        PeerInfo info = new PeerInfo(id, "peer", site);
        SimulatedPeer peer = new SimulatedPeer(info, config, this, this::commanded);
        List<PeerInfo> contacts = sample(peer);
        byId.put(id, peer);
        running.add(peer);
        if (contacts.isEmpty()) {
            peer.core().found(now());
        } else {
            peer.core().join(contacts, now());
        }
        peer.called();
        return peer;
    }

    /** What bootstrap would answer: some members that can be reached. */
    private List<PeerInfo> sample(SimulatedPeer asker) {
        List<PeerInfo> sample = new ArrayList<>(SAMPLE);
        for (int tries = 0; tries < 10 * SAMPLE && sample.size() < SAMPLE && !running.isEmpty(); tries++) {
            SimulatedPeer peer = running.get(random.nextInt(running.size()));
            if (peer != asker && peer.isMember() && peer.part() == asker.part() && !sample.contains(peer.info())) {
                sample.add(peer.info());
            }
        }
        return sample;
    }

    /** A peer vanishes. */
    public void crash(SimulatedPeer peer) {
        peer.stop();
        running.remove(peer);
        if (byId.get(peer.info().id()) == peer) {
            byId.remove(peer.info().id());
        }
    }

    /** A peer leaves the ring, and is gone when its neighbors know. */
    public void leave(SimulatedPeer peer) {
        peer.core().leave(now());
        peer.called();
    }

    /** Any peer that is in the ring. */
    public SimulatedPeer anyMember() {
        SimulatedPeer peer;
        do {
            peer = running.get(random.nextInt(running.size()));
        } while (!peer.isMember());
        return peer;
    }

    /** Lets time pass. */
    public void run(long millis) {
        queue.runUntil(now() + millis);
    }

    /**
     * Lets time pass until something is so.
     *
     * @return milliseconds it took, to the step; -1 when it was not so within the time
     */
    public long runUntil(BooleanSupplier condition, long stepMs, long atMostMs) {
        long start = now();
        while (!condition.getAsBoolean()) {
            if (now() - start >= atMostMs) {
                return -1;
            }
            run(stepMs);
        }
        return now() - start;
    }

    /** Does something later. */
    public void later(long delayMs, Runnable action) {
        queue.put(now() + delayMs, new Event() {
            @Override
            void happen() {
                action.run();
            }
        });
    }

    private void commanded(SimulatedPeer peer, PeerCommand command) {
        switch (command) {
            case PeerCommand.Send send -> send(peer, send.to(), send.message());
            case PeerCommand.OpenLink open -> open(peer, open.to().id());
            case PeerCommand.CloseLink close -> close(peer, close.to());
            case PeerCommand.Discover discover -> {
                List<PeerInfo> sample = sample(peer);
                call(peer, network.baseDelayMs(), () -> peer.core().discovered(sample, now()));
            }
            case PeerCommand.Deliver deliver -> {
                if (Lookups.isLookup(deliver)) {
                    lookups.delivered(peer, deliver);
                } else {
                    application.delivered(peer, deliver);
                }
            }
            case PeerCommand.Completed completed -> {
                if (completed.token() < 0) {
                    application.completed(completed);
                } else {
                    lookups.completed(completed);
                }
            }
            default -> {
                observer.accept(new PeerEvent(now(), peer, command));
                application.told(peer, command);
                if (command instanceof PeerCommand.Left) {
                    later(0, () -> crash(peer));
                }
            }
        }
    }

    /** Calls a peer later, if it runs then. */
    public void call(SimulatedPeer peer, long delayMs, Runnable action) {
        later(delayMs, () -> {
            if (peer.isRunning()) {
                action.run();
                peer.called();
            }
        });
    }

    /** How the network behaves now. */
    public NetworkModel network() {
        return network;
    }

    private void send(SimulatedPeer from, NodeId id, Message message) {
        sent++;
        SimulatedPeer to = byId.get(id);
        if (to != null && to.part() == from.part() && !network.loses(random)) {
            queue.put(now() + network.delayMs(from, to, random), new Delivery(from, to, message));
        }
    }

    private final class Delivery extends Event {
        private final SimulatedPeer from;
        private final SimulatedPeer to;
        private final Message message;

        Delivery(SimulatedPeer from, SimulatedPeer to, Message message) {
            this.from = from;
            this.to = to;
            this.message = message;
        }

        @Override
        void happen() {
            if (!to.isRunning() || to.part() != from.part()) {
                return;
            }
            NodeId sender = from.info().id();
            if (to.core().isLinked(sender)) {
                to.core().received(sender, message, now());
                to.called();
            } else if (!to.hasClosed(sender)) {
                NodeId unknown = to.info().id();
                call(from, network.delayMs(to, from, random), () -> from.core().linkBroken(unknown, now()));
            }
        }
    }

    private void open(SimulatedPeer from, NodeId id) {
        SimulatedPeer to = byId.get(id);
        if (to == null || to.part() != from.part()) {
            call(from, network.connectTimeoutMs(), () -> from.core().linkFailed(id, now()));
            return;
        }
        int roundTrips = 4 * network.delayMs(from, to, random);
        later(roundTrips, () -> {
            boolean reached = to.isRunning() && to.part() == from.part();
            if (reached && from.isRunning()) {
                to.linkUp(from.info(), false, now());
                from.linkUp(to.info(), true, now());
            } else if (from.isRunning()) {
                call(from, network.connectTimeoutMs(), () -> from.core().linkFailed(id, now()));
            }
        });
    }

    private void close(SimulatedPeer from, NodeId id) {
        from.closes(id);
        SimulatedPeer to = byId.get(id);
        if (to != null && to.part() == from.part()) {
            NodeId closer = from.info().id();
            call(to, network.delayMs(from, to, random), () -> to.core().linkClosed(closer, now()));
        }
    }
}
