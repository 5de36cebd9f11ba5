package org.p2psip.edge.route;

import java.util.Locale;
import org.p2psip.edge.Transport;

/**
 * How others reach an edge: what Via, Record-Route and Path say. Hosts are names or addresses, IPv6 in brackets, lower
 * case.
 *
 * @param host for those that the edge speaks to over IPv4
 * @param host6 for those that it speaks to over IPv6; often the same
 * @param port of UDP and TCP
 * @param tlsPort of TLS; 0 when the edge does not listen for it
 * @param wsPort of WebSocket; 0 when the edge does not listen for it
 * @param wssPort of WebSocket over TLS; 0 when the edge does not listen for it
 */
public record AdvertisedAddress(String host, String host6, int port, int tlsPort, int wsPort, int wssPort) {
    public AdvertisedAddress {
        host = host.toLowerCase(Locale.ROOT);
        host6 = host6.toLowerCase(Locale.ROOT);
    }

    /** One host, UDP and TCP alone. */
    public static AdvertisedAddress of(String host, int port) {
        return new AdvertisedAddress(host, host, port, 0, 0, 0);
    }

    /**
     * The port of a transport. Where the edge does not listen, that of the RFC: it may still be a client there, and its
     * Via has to say something.
     */
    int port(Transport transport) {
        int listened =
                switch (transport) {
                    case UDP, TCP -> port;
                    case TLS -> tlsPort;
                    case WS -> wsPort;
                    case WSS -> wssPort;
                };
        return listened == 0 ? transport.defaultPort() : listened;
    }

    /** Whether the edge is listening on that port for SIP. */
    boolean isOwnPort(int number) {
        return number == port || number > 0 && (number == tlsPort || number == wsPort || number == wssPort);
    }
}
