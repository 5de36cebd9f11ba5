package org.p2psip.edge.service.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.StreamFramer;

/**
 * One TCP connection: being connected (messages wait, bounded in bytes), open, or gone. Every message with a failure
 * token that does not reach the kernel is reported.
 */
final class StreamConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private record Waiting(byte[] message, long failureToken) {}

    private final StreamTransport transport;
    private final long number;
    private final InetSocketAddress remote;
    private final int queueBytes;
    private final StreamFramer framer = new StreamFramer();
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private Channel channel;
    private boolean gone;
    private boolean closing;
    private boolean unflushed;
    private long lastHeardNanos = System.nanoTime();
    private long lastWholeNanos = lastHeardNanos;

    StreamConnection(StreamTransport transport, long number, InetSocketAddress remote, int queueBytes) {
        this.transport = transport;
        this.number = number;
        this.remote = remote;
        this.queueBytes = queueBytes;
    }

    long number() {
        return number;
    }

    InetSocketAddress remote() {
        return remote;
    }

    long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Whether a message began before that time and is not whole: a sender that keeps the edge waiting for the rest. */
    boolean isStalledSince(long nanos) {
        return framer.midMessage() && lastWholeNanos - nanos < 0;
    }

    void send(byte[] message, long failureToken) {
        if (gone || closing) {
            transport.failLater(failureToken);
        } else if (channel == null) {
            await(message, failureToken);
        } else if (channel.isWritable()) {
            write(message, failureToken);
        } else {
            transport.count(TransportCounter.QUEUE_FULL);
            transport.failLater(failureToken);
        }
    }

    private void await(byte[] message, long failureToken) {
        if (waitingBytes + message.length > queueBytes) {
            transport.count(TransportCounter.QUEUE_FULL);
            transport.failLater(failureToken);
            return;
        }
        waitingBytes += message.length;
        waiting.add(new Waiting(message, failureToken));
    }

    private void write(byte[] message, long failureToken) {
        channel.write(channel.alloc().directBuffer(message.length).writeBytes(message))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        transport.count(TransportCounter.SEND_ERRORS);
                        transport.failLater(failureToken);
                    }
                });
        if (!unflushed) {
            unflushed = true;
            transport.unflushed(this);
        }
    }

    void flush() {
        unflushed = false;
        if (channel != null) {
            channel.flush();
        }
    }

    void close() {
        if (channel == null) {
            gone();
        } else {
            channel.close();
        }
    }

    /** The connection is closed, or never came to be. */
    void gone() {
        if (gone) {
            return;
        }
        gone = true;
        transport.closed(this);
        for (Waiting message : waiting) {
            transport.failLater(message.failureToken());
        }
        waiting.clear();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (gone) {
            channel.close();
            return;
        }
        for (Waiting message = waiting.poll(); message != null; message = waiting.poll()) {
            write(message.message(), message.failureToken());
        }
        channel.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf chunk) {
        if (closing) {
            return;
        }
        lastHeardNanos = System.nanoTime();
        byte[] bytes = new byte[chunk.readableBytes()];
        chunk.readBytes(bytes);
        boolean begins = !framer.midMessage();
        List<Decoded> whole = framer.feed(bytes, 0, bytes.length);
        if (begins || !whole.isEmpty()) {
            lastWholeNanos = lastHeardNanos;
        }
        for (Decoded decoded : whole) {
            transport.received(this, decoded);
        }
        if (framer.broken()) {
            // The answer to what could not be framed is written; nothing after it can be understood.
            transport.count(TransportCounter.STREAMS_BROKEN);
            closing = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Reset by the other side, mostly: what waits to be written fails by its own promise.
        transport.count(TransportCounter.SEND_ERRORS);
        context.close();
    }
}
