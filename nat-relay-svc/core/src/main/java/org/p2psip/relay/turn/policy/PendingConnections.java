package org.p2psip.relay.turn.policy;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.p2psip.relay.turn.allocation.PeerConnection;

/**
 * Connections with peers that wait for their client (RFC 6062 sections 5.2 to 5.4), by what it knows them by. The client's
 * connection may come to another event loop than that of the allocation. Any thread may ask; bounded by the connections
 * that allocations may have.
 */
public final class PendingConnections {
    private final Map<Integer, PeerConnection> byId = new ConcurrentHashMap<>();
    private final RandomGenerator random;

    /**
     * @param random that nobody can guess
     */
    public PendingConnections(RandomGenerator random) {
        this.random = random;
    }

    /** Gives the connection its name, and keeps it until somebody takes it. */
    public void keep(PeerConnection connection) {
        do {
            connection.pending(random.nextInt());
        } while (connection.id() == 0 || byId.putIfAbsent(connection.id(), connection) != null);
    }

    /** What waits under that name. */
    public Optional<PeerConnection> find(int id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Takes it, once; false when somebody else was first, or it does not wait. */
    public boolean take(PeerConnection connection) {
        return byId.remove(connection.id(), connection);
    }

    /** Those that wait now. */
    public int held() {
        return byId.size();
    }
}
