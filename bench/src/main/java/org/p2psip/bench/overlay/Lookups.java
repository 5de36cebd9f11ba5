package org.p2psip.bench.overlay;

import java.util.HashMap;
import java.util.Map;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.message.Method;
import org.p2psip.routing.peer.PeerCommand;
import org.p2psip.routing.ring.Position;
import org.p2psip.routing.ring.ResourceId;

/** Lookups of random Resource-IDs from random peers: how many hops they take, and whether they succeed. */
public final class Lookups {
    private static final String FOUND = "found";

    private final Simulation simulation;
    private final Map<Long, Asked> asked = new HashMap<>();
    private long tokens;
    private Result result = Result.NONE;

    private record Asked(long at, SimulatedPeer asker) {}

    /**
     * What came of the lookups.
     *
     * @param done answered or given up
     * @param hops of all that were delivered the first time
     * @param delivered how many those are
     * @param repeated answered, but not to the first transmission
     * @param repeatedTwice answered, but neither to the first nor to the second
     * @param failed not answered
     * @param astray answered by a peer that was not responsible by the state of all peers
     */
    public record Result(
            long done, long hops, long delivered, long repeated, long repeatedTwice, long failed, long astray) {
        static final Result NONE = new Result(0, 0, 0, 0, 0, 0, 0);

        public double meanHops() {
            return delivered == 0 ? 0 : (double) hops / delivered;
        }

        /** Share that failed though sent twice. */
        public double failedAfterOneRetry() {
            return done == 0 ? 0 : (double) (failed + repeatedTwice) / done;
        }

        /** Share whose first transmission failed. */
        public double failedFirst() {
            return done == 0 ? 0 : (double) (failed + repeated) / done;
        }

        Result plus(long done, long hops, long delivered, long repeated, long repeatedTwice, long failed, long astray) {
            return new Result(
                    this.done + done,
                    this.hops + hops,
                    this.delivered + delivered,
                    this.repeated + repeated,
                    this.repeatedTwice + repeatedTwice,
                    this.failed + failed,
                    this.astray + astray);
        }
    }

    Lookups(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Looks a random resource up from a random member. */
    public void start() {
        long high = simulation.random().nextLong();
        long low = simulation.random().nextLong();
        start(simulation.anyMember(), new ResourceId(new Position(high, low)));
    }

    /** Looks a resource up from a peer. */
    public void start(SimulatedPeer asker, ResourceId resource) {
        long token = tokens++;
        asked.put(token, new Asked(simulation.now(), asker));
        asker.core().request(token, resource, new Contents.Carried(Method.FETCH, FOUND), simulation.now());
        asker.called();
    }

    static boolean isLookup(PeerCommand.Deliver deliver) {
        return deliver.request().contents() instanceof Contents.Carried carried && FOUND.equals(carried.payload());
    }

    /** Starts lookups one after the other, evenly over a time. */
    public void spread(int count, long millis) {
        for (int i = 0; i < count; i++) {
            simulation.later(i * millis / count, this::start);
        }
    }

    /** The result since the last call; lookups that are not done count in the next. */
    public Result take() {
        Result taken = result;
        result = Result.NONE;
        return taken;
    }

    /** Lookups without answer. */
    public int pending() {
        asked.values().removeIf(lookup -> !lookup.asker.isRunning());
        return asked.size();
    }

    void delivered(SimulatedPeer peer, PeerCommand.Deliver deliver) {
        Message request = deliver.request();
        int hops = deliver.from() == null ? 0 : request.via().size() + 1;
        boolean astray = request.destination() instanceof ResourceId resource && !isOwner(peer, resource);
        result = result.plus(0, hops, 1, 0, 0, 0, astray ? 1 : 0);
        simulation.call(
                peer, 0, () -> peer.core().answer(deliver, new Contents.CarriedAnswer(FOUND), simulation.now()));
    }

    private static boolean isOwner(SimulatedPeer peer, ResourceId resource) {
        return peer.core().table().neighbors().isResponsible(resource.position())
                || peer.core().table().site().ownerOf(resource.position()) != null;
    }

    void completed(PeerCommand.Completed completed) {
        Asked lookup = asked.remove(completed.token());
        if (lookup == null) {
            return;
        }
        if (!(completed.answer() instanceof Contents.CarriedAnswer)) {
            result = result.plus(1, 0, 0, 0, 0, 1, 0);
            return;
        }
        long took = simulation.now() - lookup.at;
        int timer = RELIABILITY_TIMER_MS;
        result = result.plus(1, 0, 0, took >= timer ? 1 : 0, took >= 2L * timer ? 1 : 0, 0, 0);
    }

    /** That of the default configuration, which all simulations use. */
    private static final int RELIABILITY_TIMER_MS = 3_000;
}
