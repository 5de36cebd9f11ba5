package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import org.p2psip.relay.stun.binding.BindingServer.Outcome;
import org.p2psip.relay.turn.FiveTuple;
import org.p2psip.relay.turn.FiveTuple.Transport;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.data.ChannelData;
import org.p2psip.relay.turn.data.SendIndication;
import org.p2psip.relay.udp.SendCounts;
import org.p2psip.relay.udp.UdpTransport;

/** The socket that clients send to: packets go their way at once, all else to the {@link RelayLoop}. */
final class ClientDatagrams extends ChannelInboundHandlerAdapter implements ClientPath {
    private final RelayLoop loop;
    private final Forwarding forwarding;
    private final Outgoing outgoing;
    private final SendCounts counts;
    private Channel channel;
    private Outgoing.Written written;

    ClientDatagrams(RelayLoop loop, Forwarding forwarding, Outgoing outgoing, SendCounts counts) {
        this.loop = loop;
        this.forwarding = forwarding;
        this.outgoing = outgoing;
        this.counts = counts;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        written = new Outgoing.Written(channel);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        ByteBuf content = packet.content();
        int octets = content.readableBytes();
        if (octets < ChannelData.HEADER_OCTETS || !loop.isTurnOn()) {
            stun(packet);
            return;
        }
        int start = content.readerIndex();
        if (octets == UdpTransport.MAX_DATAGRAM_OCTETS) {
            loop.traffic().count(Traffic.Drop.TOO_LONG);
            packet.release();
        } else if (ChannelData.begins(content.getByte(start))) {
            forwarding.channelData(content, loop.ofUdpClient(packet.sender()));
        } else if (content.getUnsignedShort(start) == SendIndication.TYPE) {
            forwarding.send(content, loop.ofUdpClient(packet.sender()));
        } else {
            stun(packet);
        }
    }

    private void stun(DatagramPacket packet) {
        try {
            InetSocketAddress server = (InetSocketAddress) channel.localAddress();
            FiveTuple from = new FiveTuple(Transport.UDP, packet.sender(), server);
            Outcome outcome = loop.stun(packet.content().nioBuffer(), from, this);
            if (outcome instanceof Outcome.Answer answer) {
                send(Unpooled.wrappedBuffer(answer.octets()), packet.sender());
            }
        } finally {
            packet.release();
        }
    }

    @Override
    public void send(ByteBuf message, InetSocketAddress client) {
        // Netty's high-water mark bounds the queue
        if (!channel.isWritable()) {
            message.release();
            counts.countQueueFull();
            return;
        }
        written.segments().write(message, client);
        outgoing.add(written);
    }

    @Override
    public void splice(PeerConnection connection) {
        throw new IllegalStateException("Datagrams are no stream: " + connection.peer());
    }

    @Override
    public boolean isPadded() {
        return false;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // what could not be sent: Netty tells the pipeline of a void promise
        if (loop.faults().isOfNetwork(cause)) {
            counts.countFailed();
        }
    }
}
