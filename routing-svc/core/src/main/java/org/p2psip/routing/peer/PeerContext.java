package org.p2psip.routing.peer;

import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.p2psip.routing.message.Contents;
import org.p2psip.routing.message.Message;
import org.p2psip.routing.ring.Destination;
import org.p2psip.routing.ring.NodeId;
import org.p2psip.routing.table.PeerInfo;

/** What every part of a peer works with: who it is, what time it is, and where commands go. */
public final class PeerContext {
    private final PeerInfo self;
    private final PeerConfig config;
    private final RandomGenerator random;
    private final Consumer<PeerCommand> out;
    private final Counters counters = new Counters();
    private Membership membership = Membership.OUTSIDE;
    private long now;
    private long joinedAt;

    public PeerContext(PeerInfo self, PeerConfig config, RandomGenerator random, Consumer<PeerCommand> out) {
        this.self = self;
        this.config = config;
        this.random = random;
        this.out = out;
    }

    public PeerInfo self() {
        return self;
    }

    public PeerConfig config() {
        return config;
    }

    public RandomGenerator random() {
        return random;
    }

    public Counters counters() {
        return counters;
    }

    public Membership membership() {
        return membership;
    }

    /** Whether this peer is in the ring, be it about to leave. */
    public boolean isMember() {
        return membership == Membership.JOINED || membership == Membership.LEAVING;
    }

    /** The peer gets into or out of the ring. */
    public void become(Membership next) {
        if (next == Membership.JOINED) {
            joinedAt = now;
        }
        membership = next;
    }

    /** Seconds since the peer joined; 0 before. */
    public long uptimeSeconds() {
        return isMember() ? (now - joinedAt) / 1000 : 0;
    }

    /** Milliseconds on a clock that never goes back. */
    public long now() {
        return now;
    }

    /** Takes the time; an earlier one is ignored. */
    public void advanceTo(long time) {
        now = Math.max(now, time);
    }

    /** A time from now on: the interval, shorter or longer by up to a fourth, so that peers do not act in step. */
    public long jittered(int intervalMs) {
        return now + intervalMs - intervalMs / 4 + random.nextInt(Math.max(1, intervalMs / 2));
    }

    /** Wants something done. */
    public void command(PeerCommand command) {
        out.accept(command);
    }

    /** Sends a message over a link that is up. */
    public void send(NodeId link, Message message) {
        counters.add(PeerCounter.SENT);
        out.accept(new PeerCommand.Send(link, message));
    }

    /** A new request of this peer. */
    public Message request(Contents.Request contents, List<Destination> destinations) {
        return new Message(self.id(), random.nextLong(), config.forwarding().ttl(), List.of(), destinations, contents);
    }
}
