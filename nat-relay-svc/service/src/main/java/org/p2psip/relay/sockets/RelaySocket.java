package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.p2psip.relay.sockets.Traffic.Drop;
import org.p2psip.relay.udp.UdpTransport;

/** One relayed address. Owned by the allocation's event loop. */
final class RelaySocket {
    private final DatagramChannel channel;
    private final InetAddress local;
    private final UdpTransport transport;
    private final Outgoing outgoing;
    private final Outgoing.Written written;
    private final Traffic traffic;
    private boolean dontFragment;

    RelaySocket(
            DatagramChannel channel, InetAddress local, UdpTransport transport, Outgoing outgoing, Traffic traffic) {
        this.channel = channel;
        this.local = local;
        this.transport = transport;
        this.outgoing = outgoing;
        this.written = new Outgoing.Written(channel);
        this.traffic = traffic;
    }

    /**
     * Sends with the next flush, or drops when too many wait.
     *
     * @param data given away
     */
    void send(ByteBuf data, InetSocketAddress peer, boolean unfragmented) {
        if (unfragmented != dontFragment) {
            // the bit is the socket's: what was written before goes with the old one
            written.flush();
            transport.setDontFragment(channel, local, unfragmented);
            dontFragment = unfragmented;
        }
        if (!channel.isWritable()) {
            data.release();
            traffic.count(Drop.QUEUE_FULL);
            return;
        }
        traffic.countToPeer(data.readableBytes());
        written.segments().write(data, peer);
        outgoing.add(written);
    }

    void close() {
        written.flush();
        channel.close();
    }
}
