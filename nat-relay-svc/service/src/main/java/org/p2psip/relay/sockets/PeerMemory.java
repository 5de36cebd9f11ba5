package org.p2psip.relay.sockets;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.p2psip.relay.turn.data.SendIndication;

/** The peer that an allocation sent to last: most send to one, and its address need not be made for each packet. */
final class PeerMemory {
    private InetSocketAddress last;
    private boolean ipv6;
    private int port = -1;
    private long high;
    private long low;

    /** The peer that the indication names. */
    InetSocketAddress peer(SendIndication send) {
        if (send.port() != port || send.low() != low || send.high() != high || send.isIpv6() != ipv6) {
            ipv6 = send.isIpv6();
            port = send.port();
            high = send.high();
            low = send.low();
            last = new InetSocketAddress(address(), port);
        }
        return last;
    }

    private InetAddress address() {
        ByteBuffer octets = ipv6
                ? ByteBuffer.allocate(16).putLong(high).putLong(low)
                : ByteBuffer.allocate(4).putInt((int) low);
        try {
            return InetAddress.getByAddress(octets.array());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 octets are an IP address", e);
        }
    }
}
