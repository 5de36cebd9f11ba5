package org.p2psip.edge.locate;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.p2psip.edge.Transport;

/**
 * How servers are found and given up.
 *
 * @param transports those that this edge can connect over, the one preferred first
 * @param largestDatagram bytes; a larger request goes over TCP where its URI names no transport (RFC 3261 18.1.1)
 * @param silenceNanos a server of several that has not answered an INVITE by then is given up for the next; 0: never
 *     before timer B
 * @param failedNanos how long a server that failed is tried behind the others
 * @param datagramOnlyNanos how long a phone that refused TCP gets large requests over UDP
 * @param rememberedServers of both kinds; the oldest is forgotten for one more
 */
public record LocateConfig(
        List<Transport> transports,
        int largestDatagram,
        long silenceNanos,
        long failedNanos,
        long datagramOnlyNanos,
        int rememberedServers) {
    public LocateConfig {
        transports = List.copyOf(transports);
    }

    /** With these transports, and for the rest what the edge does when nobody says otherwise. */
    public static LocateConfig of(List<Transport> transports) {
        return new LocateConfig(
                transports,
                1300,
                TimeUnit.SECONDS.toNanos(3),
                TimeUnit.SECONDS.toNanos(30),
                TimeUnit.MINUTES.toNanos(10),
                10_000);
    }
}
