package org.p2psip.relay.media;

import java.net.InetAddress;

/**
 * Two sockets that were opened for one side of a stream.
 *
 * @param address as others reach it
 * @param port of RTP, even; RTCP has the next one
 */
public record PortPair(InetAddress address, int port) {
    public PortPair {
        if (port < 2 || port > 65_534 || port % 2 != 0) {
            throw new IllegalArgumentException("port " + port + " is no even port from 2 to 65534");
        }
    }

    public int rtcpPort() {
        return port + 1;
    }
}
