package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.p2psip.relay.sockets.Traffic.Drop;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.ChannelBinding;
import org.p2psip.relay.turn.data.ChannelData;
import org.p2psip.relay.turn.data.SendIndication;

/** Packets from clients to peers, whatever brought them. Owned by one event loop. */
final class Forwarding {
    private final Traffic traffic;
    private final SendIndication send = new SendIndication();

    Forwarding(Traffic traffic) {
        this.traffic = traffic;
    }

    /**
     * @param message begins as ChannelData does; given away
     * @param allocation of its sender; null when there is none
     */
    void channelData(ByteBuf message, Allocation allocation) {
        Drop drop = channelData(message, allocation, System.nanoTime());
        if (drop != null) {
            message.release();
            traffic.count(drop);
        }
    }

    private static Drop channelData(ByteBuf message, Allocation allocation, long nowNanos) {
        if (allocation == null || allocation.carrier() == null) {
            return Drop.NO_ALLOCATION;
        }
        int start = message.readerIndex();
        int there = message.readableBytes() - ChannelData.HEADER_OCTETS;
        if (there < 0) {
            return Drop.MALFORMED;
        }
        int octets = message.getUnsignedShort(start + 2);
        if (octets > there) {
            return Drop.MALFORMED;
        }
        ChannelBinding binding = allocation.channel(message.getUnsignedShort(start));
        if (binding == null || !binding.isOpen(nowNanos)) {
            return Drop.NO_CHANNEL;
        }
        if (!allocation.admits(octets, nowNanos)) {
            return Drop.RATE;
        }
        int dataAt = start + ChannelData.HEADER_OCTETS;
        message.setIndex(dataAt, dataAt + octets);
        ((RelaySockets) allocation.carrier()).sendToPeer(message, binding.peer(), false);
        return null;
    }

    /**
     * @param message whose type is that of a Send indication; given away
     * @param allocation of its sender; null when there is none
     */
    void send(ByteBuf message, Allocation allocation) {
        Drop drop = send(message, allocation, System.nanoTime());
        if (drop != null) {
            message.release();
            traffic.count(drop);
        }
    }

    private Drop send(ByteBuf message, Allocation allocation, long nowNanos) {
        if (allocation == null || allocation.carrier() == null) {
            return Drop.NO_ALLOCATION;
        }
        int start = message.readerIndex();
        if (!send.read(message.nioBuffer(start, message.readableBytes()))) {
            return Drop.MALFORMED;
        }
        RelaySockets sockets = (RelaySockets) allocation.carrier();
        InetSocketAddress peer = sockets.peers().peer(send);
        if (!allocation.permits(peer.getAddress(), nowNanos)) {
            return Drop.NO_PERMISSION;
        }
        if (!allocation.admits(send.dataOctets(), nowNanos)) {
            return Drop.RATE;
        }
        message.setIndex(start + send.dataAt(), start + send.dataAt() + send.dataOctets());
        sockets.sendToPeer(message, peer, send.dontFragment());
        return null;
    }
}
