package org.p2psip.edge.locate;

import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.p2psip.edge.Counters;
import org.p2psip.edge.EdgeCounter;
import org.p2psip.edge.Transport;
import org.p2psip.edge.time.CurrentTime;
import org.p2psip.edge.transaction.Hop;

/** Servers that failed a short while ago, at most a given number: they are tried behind the others. */
final class RememberedServers {
    private record Server(Transport transport, InetSocketAddress address) {
        static Server of(Hop hop) {
            return new Server(hop.transport(), hop.address());
        }
    }

    private final CurrentTime time;
    private final Counters counters;
    private final int limit;
    /** Until when, by the monotonic clock in ns; the one remembered first comes first. */
    private final Map<Server, Long> untilByServer = new LinkedHashMap<>();

    RememberedServers(CurrentTime time, Counters counters, int limit) {
        this.time = time;
        this.counters = counters;
        this.limit = limit;
    }

    boolean isEmpty() {
        return untilByServer.isEmpty();
    }

    int size() {
        return untilByServer.size();
    }

    /** Remembers a server for a time; anew when it is known. */
    void add(Hop hop, long durationNanos) {
        Server server = Server.of(hop);
        untilByServer.remove(server);
        if (untilByServer.size() >= limit) {
            counters.add(EdgeCounter.LIMIT_FAILED_SERVERS);
            Iterator<Server> oldest = untilByServer.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        untilByServer.put(server, time.nanos() + durationNanos);
    }

    boolean has(Hop hop) {
        Server server = Server.of(hop);
        Long until = untilByServer.get(server);
        if (until == null) {
            return false;
        }
        if (until - time.nanos() <= 0) {
            untilByServer.remove(server);
            return false;
        }
        return true;
    }
}
