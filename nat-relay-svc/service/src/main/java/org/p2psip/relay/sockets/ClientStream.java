package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.p2psip.relay.stun.binding.BindingServer.Outcome;
import org.p2psip.relay.turn.FiveTuple;
import org.p2psip.relay.turn.FiveTuple.Transport;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.data.ChannelData;
import org.p2psip.relay.turn.data.SendIndication;
import org.p2psip.relay.udp.SendCounts;

/** A client's connection over TCP or TLS; its allocation lives no longer than it. Gets whole messages. */
final class ClientStream extends ChannelInboundHandlerAdapter implements ClientPath {
    /** How long a connection may be without an allocation. */
    static final long IDLE_SECONDS = 30;

    private final RelayLoop loop;
    private final Forwarding forwarding;
    private final SendCounts counts;
    private final Transport transport;
    private Channel channel;
    private Outgoing.Written written;
    private FiveTuple fiveTuple;
    private Future<?> idleCheck;

    ClientStream(RelayLoop loop, Forwarding forwarding, SendCounts counts, Transport transport) {
        this.loop = loop;
        this.forwarding = forwarding;
        this.counts = counts;
        this.transport = transport;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        written = new Outgoing.Written(channel);
        fiveTuple = new FiveTuple(
                transport, (InetSocketAddress) channel.remoteAddress(), (InetSocketAddress) channel.localAddress());
        idleCheck = context.executor()
                .scheduleWithFixedDelay(this::closeIfIdle, IDLE_SECONDS, IDLE_SECONDS, TimeUnit.SECONDS);
    }

    private void closeIfIdle() {
        if (loop.ofStream(fiveTuple) == null) {
            channel.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) {
        ByteBuf message = (ByteBuf) received;
        int start = message.readerIndex();
        if (ChannelData.begins(message.getByte(start))) {
            forwarding.channelData(message, loop.ofStream(fiveTuple));
        } else if (message.getUnsignedShort(start) == SendIndication.TYPE) {
            forwarding.send(message, loop.ofStream(fiveTuple));
        } else {
            stun(message);
        }
    }

    private void stun(ByteBuf message) {
        try {
            Outcome outcome = loop.stun(message.nioBuffer(), fiveTuple, this);
            if (outcome instanceof Outcome.Answer answer) {
                send(Unpooled.wrappedBuffer(answer.octets()), fiveTuple.client());
            }
        } finally {
            message.release();
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
        channel.write(message, channel.voidPromise());
        loop.outgoing().add(written);
    }

    @Override
    public void splice(PeerConnection connection) {
        idleCheck.cancel(false);
        DataConnection ofPeer = (DataConnection) connection.carrier();
        DataConnection ofClient = new DataConnection(
                connection.allocation(),
                ofPeer.ownerOfAllocation(),
                loop.faults(),
                loop.traffic()::countStreamToPeer,
                () -> {});
        channel.config().setAutoRead(false);
        channel.config()
                .<MaxMessagesRecvByteBufAllocator>getRecvByteBufAllocator()
                .maxMessagesPerRead(1);
        channel.pipeline().replace(this, null, ofClient);
        // what the framer has received beyond the request goes on to ofClient
        channel.pipeline().remove(StreamFramer.class);
        ofClient.join(ofPeer.channel());
        ofPeer.join(channel);
    }

    @Override
    public boolean isPadded() {
        return true;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (fiveTuple != null) {
            idleCheck.cancel(false);
            loop.disconnected(fiveTuple);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (loop.faults().isOfNetwork(cause)) {
            counts.countFailed();
        }
        context.close();
    }
}
