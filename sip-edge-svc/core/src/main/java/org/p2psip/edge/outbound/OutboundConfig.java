package org.p2psip.edge.outbound;

import org.p2psip.edge.Transport;
import org.p2psip.edge.route.AdvertisedAddress;

/**
 * How phones are reached over their flows, and edges by each other.
 *
 * @param flows which phones are reached over their flow
 * @param flowTimerSeconds what Flow-Timer tells phones that do RFC 5626 over a stream: the longest time between two
 *     keepalives
 * @param peerTransport how other edges of the site reach this one: UDP, TCP or TLS; null for the transport that the
 *     phone came by
 * @param peerTimeoutMillis another edge that has not answered an INVITE with 100 by then counts as gone, in ms
 * @param siteHost host that every edge of the site answers at, for Record-Route; null for none but the edge's own
 * @param sitePort its port for UDP and TCP; those of other transports are as the edge's own
 */
public record OutboundConfig(
        Flows flows,
        int flowTimerSeconds,
        Transport peerTransport,
        int peerTimeoutMillis,
        String siteHost,
        int sitePort) {

    /** Which phones are reached over the flow that their registration came by. */
    public enum Flows {
        /** Those that do RFC 5626, those on a stream, and those behind a NAT. */
        NEEDED,
        /** All that register without another proxy between. */
        ALL
    }

    /** Longest time between two keepalives over UDP, in seconds: many NATs forget after 30 (RFC 5626 section 4.4.2). */
    public static final int UDP_FLOW_TIMER_SECONDS = 29;

    /** The address that the edges of the site have in common; that of the edge itself where there is none. */
    public AdvertisedAddress siteOf(AdvertisedAddress edge) {
        return siteHost == null
                ? edge
                : new AdvertisedAddress(siteHost, siteHost, sitePort, edge.tlsPort(), edge.wsPort(), edge.wssPort());
    }

    public static OutboundConfig defaults() {
        return new OutboundConfig(Flows.NEEDED, 120, null, 2_000, null, 0);
    }
}
