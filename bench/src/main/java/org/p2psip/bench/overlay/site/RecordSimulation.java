package org.p2psip.bench.overlay.site;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.p2psip.bench.overlay.Application;
import org.p2psip.bench.overlay.SimulatedPeer;
import org.p2psip.bench.overlay.Simulation;
import org.p2psip.bench.overlay.site.RecordMessage.Reply;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;

/**
 * The sites of all peers of a simulation, and what they tell each other: through the ring, or, where a range is moved or
 * compared, directly.
 */
public final class RecordSimulation implements Application {
    /** The virtual clock begins here, in milliseconds since 1970. */
    private static final long EPOCH_MS = 1_700_000_000_000L;
    /** A site that has left the ring gives its records for so long. */
    private static final int LINGER_MS = 10_000;
    /** A site compares its range with those of its replicas that often, milliseconds. */
    private static final int COMPARE_MS = 600_000;

    private final Simulation simulation;
    private final Map<NodeId, SimulatedSite> sites = new HashMap<>();
    private final Map<Long, Consumer<Contents.Answer>> asked = new HashMap<>();
    private final RecordCounts counts = new RecordCounts();
    private long lastToken;

    public RecordSimulation(Simulation simulation) {
        this.simulation = simulation;
        simulation.run(this);
        simulation.running().forEach(this::site);
    }

    public RecordCounts counts() {
        return counts;
    }

    RandomGenerator random() {
        return simulation.random();
    }

    /** Milliseconds since the simulation began. */
    long now() {
        return simulation.now();
    }

    /** Milliseconds since 1970, as all sites know them. */
    long nowMs() {
        return EPOCH_MS + simulation.now();
    }

    /** The site of a peer; a peer that starts again begins with nothing. */
    SimulatedSite site(SimulatedPeer peer) {
        SimulatedSite known = sites.get(peer.info().id());
        if (known != null && known.peer() == peer) {
            return known;
        }
        SimulatedSite site = new SimulatedSite(peer, this);
        sites.put(peer.info().id(), site);
        compareLater(site);
        return site;
    }

    private void compareLater(SimulatedSite site) {
        int delay = COMPARE_MS - COMPARE_MS / 4 + random().nextInt(COMPARE_MS / 2);
        later(site, delay, () -> {
            site.moves().compare();
            compareLater(site);
        });
    }

    /** Does something at a site later, while that runs. */
    void later(SimulatedSite site, long delayMs, Runnable task) {
        simulation.call(site.peer(), delayMs, task);
    }

    /** Asks through the ring; the reply comes later, unless the site ends. */
    void ask(SimulatedSite from, Destination destination, RecordMessage message, Consumer<Reply> reply) {
        long token = --lastToken;
        asked.put(token, answer -> simulation.call(from.peer(), 0, () -> reply.accept(replyOf(answer))));
        Method method = message.write() == null ? Method.FETCH : Method.STORE;
        from.peer().core().request(token, destination, new Contents.Carried(method, message), now());
        from.peer().called();
    }

    private static Reply replyOf(Contents.Answer answer) {
        return answer instanceof Contents.CarriedAnswer carried
                ? (Reply) carried.payload()
                : new Reply.Refused(answer.toString());
    }

    /**
     * Asks a site directly.
     *
     * @param answer null when there is none
     */
    <T> void exchange(SimulatedSite from, NodeId to, Function<SimulatedSite, T> question, Consumer<T> answer) {
        SimulatedSite other = sites.get(to);
        int timeout = simulation.network().connectTimeoutMs();
        if (other == null || isCut(from, other)) {
            later(from, timeout, () -> answer.accept(null));
            return;
        }
        int delay = simulation.network().delayMs(from.peer(), other.peer(), random());
        simulation.later(delay, () -> {
            boolean reached = sites.get(to) == other && !isCut(from, other);
            T said = reached ? question.apply(other) : null;
            later(from, reached ? delay : timeout, () -> answer.accept(said));
        });
    }

    private static boolean isCut(SimulatedSite from, SimulatedSite to) {
        return from.peer().part() != to.peer().part();
    }

    @Override
    public void delivered(SimulatedPeer peer, PeerCommand.Deliver delivered) {
        RecordMessage message =
                (RecordMessage) ((Contents.Carried) delivered.request().contents()).payload();
        peer.defer(() -> site(peer)
                .delivered(
                        delivered,
                        message,
                        reply -> simulation.call(peer, 0, () -> peer.core()
                                .answer(delivered, new Contents.CarriedAnswer(reply), now()))));
    }

    @Override
    public void completed(PeerCommand.Completed completed) {
        asked.remove(completed.token()).accept(completed.answer());
    }

    @Override
    public void told(SimulatedPeer peer, PeerCommand command) {
        SimulatedSite site = site(peer);
        peer.defer(() -> site.told(command));
        if (command instanceof PeerCommand.Left) {
            simulation.later(LINGER_MS, () -> sites.remove(peer.info().id(), site));
        }
    }

    /** A site vanishes with its store. */
    public void crash(SimulatedPeer peer) {
        simulation.crash(peer);
        sites.remove(peer.info().id());
    }
}
