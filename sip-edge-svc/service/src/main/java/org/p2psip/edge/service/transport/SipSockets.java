package org.p2psip.edge.service.transport;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.p2psip.edge.Transport;

/** Binds what SIP is listened for on, and knows the ports that came of it. */
public final class SipSockets {
    private final DatagramTransport udp;
    private final StreamTransport streams;
    private final int udpSockets;
    private final Map<Transport, Integer> ports = new EnumMap<>(Transport.class);
    private final List<InetSocketAddress> bound = new ArrayList<>();

    /** @param udpSockets for each address */
    public SipSockets(DatagramTransport udp, StreamTransport streams, int udpSockets) {
        this.udp = udp;
        this.streams = streams;
        this.udpSockets = udpSockets;
    }

    /**
     * Binds UDP and TCP. With port 0 the first socket chooses, and all others take the same.
     *
     * @throws PortTaken when an address cannot be had
     */
    public void bindSip(List<InetSocketAddress> addresses) {
        for (InetSocketAddress address : addresses) {
            InetSocketAddress wanted = ports.containsKey(Transport.UDP)
                    ? new InetSocketAddress(address.getAddress(), ports.get(Transport.UDP))
                    : address;
            InetSocketAddress first = udp.bind(wanted);
            for (int i = 1; i < udpSockets; i++) {
                udp.bind(first);
            }
            streams.bind(Transport.TCP, first);
            ports.putIfAbsent(Transport.UDP, first.getPort());
            ports.putIfAbsent(Transport.TCP, first.getPort());
            bound.add(first);
        }
    }

    /** Binds another transport at the same addresses; without a port not at all. */
    public void bind(Transport transport, OptionalInt port) {
        if (port.isEmpty()) {
            return;
        }
        for (InetSocketAddress address : bound) {
            int wanted = ports.getOrDefault(transport, port.getAsInt());
            InetSocketAddress taken = streams.bind(transport, new InetSocketAddress(address.getAddress(), wanted));
            ports.putIfAbsent(transport, taken.getPort());
        }
    }

    /** The port that a transport is listened for on; 0 for none. */
    public int port(Transport transport) {
        return ports.getOrDefault(transport, 0);
    }

    /** Where UDP is listened for. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(bound);
    }

    @Override
    public String toString() {
        return ports + " at "
                + bound.stream().map(a -> a.getAddress().getHostAddress()).toList();
    }
}
