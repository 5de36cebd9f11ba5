package org.p2psip.edge.service.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.p2psip.edge.Flow;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.message.StreamFramer;
import org.p2psip.edge.service.websocket.WebSocketUpgrade;

/**
 * One connection: being opened (messages wait, bounded in bytes), open, or gone. It is open once the other side has
 * shown who it is, where it has to, and speaks SIP. Every message with a failure token that does not reach the kernel is
 * reported.
 */
final class StreamConnection extends SimpleChannelInboundHandler<ByteBuf> {
    private record Waiting(byte[] message, long failureToken) {}

    private final StreamTransport transport;
    private final String serverName;
    private final int queueBytes;
    /** Null where each chunk is a message: on a WebSocket. */
    private final StreamFramer framer;

    private final Queue<Waiting> waiting = new ArrayDeque<>(0);
    private final long beganNanos = System.nanoTime();
    private Flow flow;
    private int waitingBytes;
    private Channel channel;
    private boolean open;
    private boolean gone;
    private boolean closing;
    private boolean unflushed;
    private boolean everWhole;
    private long lastHeardNanos = beganNanos;
    private long lastWholeNanos = beganNanos;

    /**
     * @param flow what it will be for the core; whom the certificate names is added
     * @param serverName whom the edge wants to find there, empty where nobody is asked; null when the other side opened it
     */
    StreamConnection(StreamTransport transport, Flow flow, String serverName, int queueBytes) {
        this.transport = transport;
        this.flow = flow;
        this.serverName = serverName;
        this.queueBytes = queueBytes;
        this.framer = flow.transport().isOpenedByClientOnly() ? null : new StreamFramer();
    }

    Flow flow() {
        return flow;
    }

    /** Whom the edge wants to find there, empty where nobody is asked; null when the other side opened it. */
    String serverName() {
        return serverName;
    }

    long lastHeardNanos() {
        return lastHeardNanos;
    }

    /** Whether it began before that time and is not open: a handshake that does not end. */
    boolean isUnopenedSince(long nanos) {
        return !open && beganNanos - nanos < 0;
    }

    /**
     * Whether the edge has waited since before that time for a message to become whole: the one that began, or the first
     * of whoever connected.
     */
    boolean isStalledSince(long nanos) {
        boolean midMessage = framer != null && framer.midMessage();
        return (midMessage || (!everWhole && serverName == null)) && lastWholeNanos - nanos < 0;
    }

    void send(byte[] message, long failureToken) {
        if (gone || closing) {
            transport.failLater(failureToken);
        } else if (!open) {
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
        everWhole = true; // who is sent to need not speak first
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
        } else if (!flow.transport().isSecure() && !flow.transport().isOpenedByClientOnly()) {
            open(Set.of());
        }
        context.fireChannelActive();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (!handshake.isSuccess()) {
                transport.handshakeFailed(this, handshake.cause());
                context.close();
                return;
            }
            SslHandler tls = context.pipeline().get(SslHandler.class);
            Set<String> names = transport.identities(this, tls.engine().getSession());
            if (names == null) {
                context.close();
            } else if (flow.transport().isOpenedByClientOnly()) {
                flow = named(names); // the WebSocket is still to come
            } else {
                open(names);
            }
        } else if (event == WebSocketUpgrade.Event.UPGRADED) {
            open(flow.verifiedNames());
        }
    }

    private void open(Set<String> names) {
        open = true;
        flow = named(names);
        lastHeardNanos = System.nanoTime();
        transport.opened(this);
        for (Waiting message = waiting.poll(); message != null; message = waiting.poll()) {
            write(message.message(), message.failureToken());
        }
        channel.flush();
    }

    private Flow named(Set<String> names) {
        return new Flow(flow.transport(), flow.remote(), flow.connection(), names);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf chunk) {
        if (closing || !open) {
            return;
        }
        lastHeardNanos = System.nanoTime();
        byte[] bytes = new byte[chunk.readableBytes()];
        chunk.readBytes(bytes);
        if (framer != null) {
            stream(context, bytes);
        } else if (bytes.length > 0) {
            whole();
            transport.received(this, SipParser.datagram(bytes, 0, bytes.length));
        }
    }

    private void stream(ChannelHandlerContext context, byte[] bytes) {
        boolean begins = !framer.midMessage();
        List<Decoded> messages = framer.feed(bytes, 0, bytes.length);
        if (!messages.isEmpty()) {
            whole();
        } else if (begins && everWhole) {
            lastWholeNanos = lastHeardNanos;
        }
        for (Decoded decoded : messages) {
            transport.received(this, decoded);
        }
        if (framer.broken()) {
            // The answer to what could not be framed is written; nothing after it can be understood.
            transport.count(TransportCounter.STREAMS_BROKEN);
            closing = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void whole() {
        everWhole = true;
        lastWholeNanos = lastHeardNanos;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // Reset by the other side, mostly: what waits to be written fails by its own promise.
        if (open) {
            transport.count(TransportCounter.SEND_ERRORS);
        }
        context.close();
    }
}
