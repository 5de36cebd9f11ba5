package org.p2psip.relay.sockets;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.ChannelInputShutdownReadComplete;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.p2psip.relay.turn.allocation.Allocation;

/**
 * One of the two connections that octets of a TCP allocation travel through (RFC 6062 section 3): what it receives is
 * written to the other one, and no more is received until that has been sent. The two may belong to different event
 * loops; each of these objects is owned by that of its own connection.
 */
final class DataConnection extends ChannelInboundHandlerAdapter implements Allocation.Carrier {
    private final Allocation allocation;
    private final EventLoop ownerOfAllocation;
    private final Faults faults;
    private final IntConsumer count;
    private final Runnable closed;
    // received before there was somebody to pass it on to: no more than the operating system kept, as nothing is read
    // until then but at the end of the stream
    private final Queue<ByteBuf> early = new ArrayDeque<>();

    private Channel own;
    private Channel other;
    private boolean ended;
    private boolean passing;
    private int octets;

    /**
     * @param count is told of octets that are passed on
     * @param closed is called when the connection is gone
     */
    DataConnection(
            Allocation allocation, EventLoop ownerOfAllocation, Faults faults, IntConsumer count, Runnable closed) {
        this.allocation = allocation;
        this.ownerOfAllocation = ownerOfAllocation;
        this.faults = faults;
        this.count = count;
        this.closed = closed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        own = context.channel();
    }

    /** From now on all goes to the other one, which does the same with this one. Any thread may call. */
    void join(Channel toOther) {
        own.eventLoop().execute(() -> {
            other = toOther;
            if (!own.isOpen()) {
                closeOther();
                return;
            }
            early.forEach(this::pass);
            early.clear();
            passed();
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf data = (ByteBuf) message;
        if (other == null) {
            early.add(data);
        } else {
            pass(data);
        }
    }

    private void pass(ByteBuf data) {
        octets += data.readableBytes();
        count.accept(data.readableBytes());
        other.write(data, other.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (other != null) {
            passed();
        }
    }

    /** Goes on when the other side has sent what it was given, and the allocation's rate allows more. */
    private void passed() {
        if (ended) {
            closeOther();
            own.close();
        } else if (!passing) {
            passing = true;
            int paid = octets;
            octets = 0;
            other.writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(sent -> ownerOfAllocation.execute(() -> {
                        long wait = allocation.pay(paid, System.nanoTime());
                        ownerOfAllocation.schedule(
                                () -> own.eventLoop().execute(this::goOn), wait, TimeUnit.NANOSECONDS);
                    }));
        }
    }

    private void goOn() {
        passing = false;
        own.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event instanceof ChannelInputShutdownReadComplete) {
            ended = true;
            if (other != null) {
                passed();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        early.forEach(ByteBuf::release);
        early.clear();
        closed.run();
        if (other != null) {
            closeOther();
        }
    }

    /** When it has sent what it was given. */
    private void closeOther() {
        other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        faults.isOfNetwork(cause);
        context.close();
    }

    EventLoop ownerOfAllocation() {
        return ownerOfAllocation;
    }

    Channel channel() {
        return own;
    }

    /** Any thread may call; does nothing when it could not even be opened. */
    void close() {
        if (own != null) {
            own.close();
        }
    }
}
