package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;

/**
 * Datagrams of one size that go to one address, one behind the other: they are handed to the kernel as one, which it cuts
 * (UDP_SEGMENT) after most of its work is done. One for each channel; owned by its event loop.
 */
final class Segments {
    /** That are handed over at once; the kernel takes 64. */
    private static final int MOST = 32;

    /** Octets of all of them: what an IP packet may hold, less its headers. */
    private static final int MOST_OCTETS = 65_000;

    private final Channel channel;
    private final boolean supported;
    private InetSocketAddress to;
    private int octets;
    private ByteBuf first;
    private CompositeByteBuf all;

    Segments(Channel channel) {
        this(channel, isSupported(channel));
    }

    /**
     * @param supported whether the kernel cuts; else each datagram is written by itself
     */
    Segments(Channel channel, boolean supported) {
        this.channel = channel;
        this.supported = supported;
    }

    @SuppressWarnings("deprecation") // Netty says it nowhere else
    private static boolean isSupported(Channel channel) {
        return channel instanceof EpollDatagramChannel && io.netty.channel.epoll.SegmentedDatagramPacket.isSupported();
    }

    /**
     * Writes the datagram, or keeps it for {@link #finish}.
     *
     * @param data given away
     */
    void write(ByteBuf data, InetSocketAddress address) {
        if (first != null && follows(data, address)) {
            if (all == null) {
                all = channel.alloc().compositeDirectBuffer(MOST).addComponent(true, first);
            }
            all.addComponent(true, data);
            return;
        }
        finish();
        first = data;
        octets = data.readableBytes();
        to = address;
    }

    private boolean follows(ByteBuf data, InetSocketAddress address) {
        int count = all == null ? 1 : all.numComponents();
        return supported
                && data.readableBytes() == octets
                && octets > 0
                && count < MOST
                && (count + 1) * octets <= MOST_OCTETS
                && address.equals(to);
    }

    /** Writes what was kept. */
    void finish() {
        if (first == null) {
            return;
        }
        channel.write(
                all == null ? new DatagramPacket(first, to) : new SegmentedDatagramPacket(all, octets, to),
                channel.voidPromise());
        first = null;
        all = null;
        to = null;
    }
}
