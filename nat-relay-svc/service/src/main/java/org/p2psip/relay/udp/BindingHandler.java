package org.p2psip.relay.udp;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import org.jboss.logging.Logger;
import org.p2psip.relay.stun.binding.BindingServer;
import org.p2psip.relay.stun.binding.BindingServer.Outcome;
import org.p2psip.relay.stun.binding.ClientAddress;

/** Hands each datagram to the core, and sends the answers of one read together. */
final class BindingHandler extends SimpleChannelInboundHandler<DatagramPacket> {
    private static final Logger LOG = Logger.getLogger(BindingHandler.class);

    private final BindingServer server;
    private final SendCounts counts;
    private final ChannelFutureListener countFailure;

    BindingHandler(BindingServer server, SendCounts counts) {
        this.server = server;
        this.counts = counts;
        this.countFailure = sent -> {
            if (!sent.isSuccess()) {
                counts.countFailed();
            }
        };
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
        ClientAddress sender = new ClientAddress(datagram.sender());
        Outcome outcome = server.receive(datagram.content().nioBuffer(), sender, System.nanoTime());
        if (outcome instanceof Outcome.Answer answer) {
            // Netty's high-water mark bounds the queue
            if (context.channel().isWritable()) {
                DatagramPacket packet = new DatagramPacket(Unpooled.wrappedBuffer(answer.octets()), datagram.sender());
                context.write(packet).addListener(countFailure);
            } else {
                counts.countQueueFull();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        counts.countDefect();
        // one line for the 1st, 2nd, 4th, 8th ...: whoever finds such a datagram can send many
        if (Long.bitCount(counts.defects()) == 1) {
            LOG.errorf(cause, "A datagram could not be handled, %d so far", counts.defects());
        }
    }
}
