package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.p2psip.relay.sockets.Traffic.Drop;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.ChannelBinding;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.turn.data.ChannelData;
import org.p2psip.relay.turn.data.DataIndication;
import org.p2psip.relay.udp.UdpTransport;

/** The sockets of an allocation towards its peers, one for each family. Owned by the allocation's event loop. */
final class RelaySockets implements Allocation.Carrier {
    /** Peers without a channel whose header is kept; beyond it they are made anew. */
    private static final int KEPT_HEADERS = 16;

    private final Allocation allocation;
    private final ClientPath client;
    private final Traffic traffic;
    private final RandomGenerator random;
    private final Faults faults;
    private final Map<AddressFamily, RelaySocket> sockets = new EnumMap<>(AddressFamily.class);
    private final Map<AddressFamily, Channel> listeners = new EnumMap<>(AddressFamily.class);
    private final PeerMemory peers = new PeerMemory();

    private Map<InetSocketAddress, DataIndication> headers = Map.of();

    RelaySockets(Allocation allocation, ClientPath client, Traffic traffic, RandomGenerator random, Faults faults) {
        this.allocation = allocation;
        this.client = client;
        this.traffic = traffic;
        this.random = random;
        this.faults = faults;
    }

    ClientPath client() {
        return client;
    }

    /** What the allocation's Send indications said last. */
    PeerMemory peers() {
        return peers;
    }

    void add(AddressFamily family, RelaySocket socket) {
        sockets.put(family, socket);
    }

    /** Where peers connect to, if it is a TCP allocation. */
    void add(AddressFamily family, Channel listener) {
        listeners.put(family, listener);
    }

    void close(AddressFamily family) {
        RelaySocket socket = sockets.remove(family);
        if (socket != null) {
            socket.close();
        }
        Channel listener = listeners.remove(family);
        if (listener != null) {
            listener.close();
        }
    }

    /**
     * Sends data to a peer that may be sent to.
     *
     * @param data given away
     */
    void sendToPeer(ByteBuf data, InetSocketAddress peer, boolean dontFragment) {
        RelaySocket socket = sockets.get(AddressFamily.of(peer.getAddress()));
        if (socket == null) {
            data.release();
            traffic.count(Drop.NO_PERMISSION);
            return;
        }
        socket.send(data, peer, dontFragment);
    }

    /** What one of the sockets receives. */
    final class FromPeers extends ChannelInboundHandlerAdapter {
        private final Headroom headroom;

        FromPeers(Headroom headroom) {
            this.headroom = headroom;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            DatagramPacket packet = (DatagramPacket) message;
            int octets = packet.content().readableBytes();
            ByteBuf whole = headroom.whole().retain();
            packet.release();
            relay(whole, octets, packet.sender());
        }

        private void relay(ByteBuf whole, int octets, InetSocketAddress peer) {
            Drop drop = frame(whole, octets, peer, System.nanoTime());
            if (drop != null) {
                whole.release();
                traffic.count(drop);
                return;
            }
            traffic.countToClient(octets);
            client.send(whole, allocation.fiveTuple().client());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (faults.isOfNetwork(cause)) {
                traffic.count(Drop.SEND_FAILED);
            }
        }
    }

    /** Writes what belongs around the data; null, or why they are not relayed. */
    private Drop frame(ByteBuf whole, int octets, InetSocketAddress peer, long nowNanos) {
        if (octets == UdpTransport.MAX_DATAGRAM_OCTETS) {
            return Drop.TOO_LONG;
        }
        ChannelBinding binding = allocation.channel(peer);
        boolean channel = binding != null && binding.isOpen(nowNanos);
        if (!channel && !allocation.permits(peer.getAddress(), nowNanos)) {
            return Drop.NO_PERMISSION;
        }
        if (!allocation.admits(octets, nowNanos)) {
            return Drop.RATE;
        }
        int end = Headroom.BEFORE + octets;
        if (channel) {
            int start = Headroom.BEFORE - ChannelData.HEADER_OCTETS;
            whole.setInt(start, ChannelData.header(binding.number(), octets));
            whole.setIndex(start, client.isPadded() ? pad(whole, end, octets) : end);
        } else {
            byte[] header = header(peer).before(octets);
            whole.setBytes(Headroom.BEFORE - header.length, header);
            whole.setIndex(Headroom.BEFORE - header.length, pad(whole, end, octets));
        }
        return null;
    }

    private static int pad(ByteBuf whole, int end, int octets) {
        int padding = ChannelData.padding(octets);
        for (int i = 0; i < padding; i++) {
            whole.setByte(end + i, 0);
        }
        return end + padding;
    }

    private DataIndication header(InetSocketAddress peer) {
        DataIndication header = headers.get(peer);
        if (header == null) {
            if (headers.isEmpty() || headers.size() >= KEPT_HEADERS) {
                headers = new HashMap<>();
            }
            header = new DataIndication(peer, random);
            headers.put(peer, header);
        }
        return header;
    }
}
