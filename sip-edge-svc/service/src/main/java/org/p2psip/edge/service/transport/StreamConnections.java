package org.p2psip.edge.service.transport;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;

/**
 * The open connections, found by the flow that each is, and by whom each reaches. A connection may reach several, when its
 * certificate names them (RFC 5923), or nobody. On the event loop only, where a method does not say otherwise.
 */
final class StreamConnections {
    /**
     * Where a message is to go.
     *
     * @param name identity that is wanted there; empty where nobody is asked for one
     */
    record Peer(Transport transport, InetSocketAddress address, String name) {}

    private final Map<Long, StreamConnection> byNumber = new HashMap<>();
    private final Map<Peer, StreamConnection> byPeer = new HashMap<>();
    private final Map<Long, Set<Peer>> peersOf = new HashMap<>();
    private final AtomicIntegerArray counts = new AtomicIntegerArray(Transport.values().length);

    /** The connection of a flow; null when it is gone. */
    StreamConnection of(Flow flow) {
        return byNumber.get(flow.connection());
    }

    /** The connection that reaches somebody; null when there is none. */
    StreamConnection to(Peer peer) {
        return byPeer.get(peer);
    }

    int size() {
        return byNumber.size();
    }

    /** Connections of a transport. Any thread may ask. */
    int size(Transport transport) {
        return counts.get(transport.ordinal());
    }

    /** All that are open now; they may be closed while this is gone through. */
    List<StreamConnection> all() {
        return List.copyOf(byNumber.values());
    }

    /** Takes in a connection, which reaches nobody yet. */
    void add(StreamConnection connection) {
        Flow flow = connection.flow();
        byNumber.put(flow.connection(), connection);
        counts.incrementAndGet(flow.transport().ordinal());
    }

    /** From now on these are reached over the connection too. */
    void reaches(StreamConnection connection, Set<Peer> peers) {
        peersOf.merge(connection.flow().connection(), peers, StreamConnections::union);
        peers.forEach(peer -> byPeer.put(peer, connection));
    }

    private static Set<Peer> union(Set<Peer> first, Set<Peer> second) {
        Set<Peer> both = new HashSet<>(first);
        both.addAll(second);
        return both;
    }

    /** Forgets a connection. Who is reached over a newer one stays so. */
    void remove(StreamConnection connection) {
        Flow flow = connection.flow();
        byNumber.remove(flow.connection());
        Set<Peer> peers = peersOf.remove(flow.connection());
        if (peers != null) {
            peers.forEach(peer -> byPeer.remove(peer, connection));
        }
        counts.decrementAndGet(flow.transport().ordinal());
    }
}
