package org.p2psip.relay.anchor;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jboss.logging.Logger;
import org.p2psip.relay.anchor.MediaCounts.Kind;
import org.p2psip.relay.media.Way;
import org.p2psip.relay.udp.SendCounts;
import org.p2psip.relay.udp.UdpTransport;

/** The socket that one side of a stream sends to and gets from. Owned by the session's event loop. */
final class MediaSocket extends ChannelInboundHandlerAdapter implements Way.Carrier {
    private static final Logger LOG = Logger.getLogger(MediaSocket.class);

    private final DatagramChannel channel;
    private final MediaCounts counts;
    private final SendCounts faults;
    /** Null until the session has it. */
    private Way way;

    MediaSocket(DatagramChannel channel, MediaCounts counts, SendCounts faults) {
        this.channel = channel;
        this.counts = counts;
        this.faults = faults;
    }

    DatagramChannel channel() {
        return channel;
    }

    void serve(Way served) {
        way = served;
        served.attach(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        ByteBuf content = packet.content();
        int octets = content.readableBytes();
        if (way == null || !way.admits(packet.sender(), octets, System.nanoTime())) {
            drop(packet, Kind.STRANGERS);
            return;
        }
        InetSocketAddress to = way.opposite().remote();
        if (octets == UdpTransport.MAX_DATAGRAM_OCTETS) {
            drop(packet, Kind.TOO_LONG);
        } else if (to == null) {
            drop(packet, Kind.NOWHERE);
        } else {
            // the content goes on with the reference that the packet had
            ((MediaSocket) way.opposite().carrier()).send(content, to);
        }
    }

    private void send(ByteBuf content, InetSocketAddress to) {
        if (!channel.isWritable()) {
            content.release();
            counts.add(Kind.QUEUE_FULL);
            return;
        }
        counts.add(Kind.PACKETS);
        counts.add(Kind.OCTETS, content.readableBytes());
        channel.writeAndFlush(new DatagramPacket(content, to), channel.voidPromise());
    }

    private void drop(DatagramPacket packet, Kind why) {
        packet.release();
        counts.add(why);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            faults.countFailed(); // ICMP says that nobody is there: the session ends by its silence
            return;
        }
        faults.countDefect();
        if (Long.bitCount(faults.defects()) == 1) {
            LOG.errorf(cause, "A packet of a media session could not be handled, %d so far", faults.defects());
        }
    }
}
