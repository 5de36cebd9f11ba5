package org.p2psip.edge.service.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.protect.AddressRange;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.EdgeInput;
import org.p2psip.edge.service.Occasional;

/**
 * SIP over TCP (RFC 3261 section 18): connections that came in and those that the edge opened, in one table bounded in
 * number. A message to an address goes over the connection to it that is open, whoever opened it.
 */
public final class StreamTransport {
    private static final Logger LOG = Logger.getLogger(StreamTransport.class);
    private static final int IDLE_SWEEP_SECONDS = 5;
    /** A message that is not whole after so long never will be. */
    private static final int STALLED_SECONDS = 30;

    private static final int BACKLOG = 1024;

    /**
     * Bounds of connections.
     *
     * @param connections at most so many
     * @param idleSeconds closed when nothing came for so long
     * @param connectTimeoutMs until a connection counts as refused
     * @param queueBytes that wait in one connection
     */
    public record Limits(int connections, int idleSeconds, int connectTimeoutMs, int queueBytes) {}

    private final NativeTransport io;
    private final EdgeInput edge;
    private final Counts<TransportCounter> counts;
    private final Limits limits;
    private final Occasional complaints = new Occasional(LOG);
    private final List<Channel> listeners = new ArrayList<>(2);
    private final Map<Long, StreamConnection> byNumber = new HashMap<>();
    private final Map<InetSocketAddress, StreamConnection> byRemote = new HashMap<>();
    private final List<StreamConnection> unflushed = new ArrayList<>();
    private long lastNumber;
    private volatile int open;

    public StreamTransport(NativeTransport io, EdgeInput edge, Counts<TransportCounter> counts, Limits limits) {
        this.io = io;
        this.edge = edge;
        this.counts = counts;
        this.limits = limits;
    }

    /**
     * Binds an address that accepts nothing yet; waits for it, so not on the loop.
     *
     * @throws PortTaken when the address cannot be had
     */
    public void bind(InetSocketAddress address) {
        ChannelFuture bound = new ServerBootstrap()
                .group(io.group())
                .channel(io.server())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, queueMark())
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PortTaken("TCP", address, bound.cause());
        }
        listeners.add(bound.channel());
    }

    /** Starts to accept, and to close idle connections. On the loop. */
    public void start() {
        listeners.forEach(listener -> listener.config().setAutoRead(true));
        io.loop().scheduleWithFixedDelay(this::closeIdle, IDLE_SWEEP_SECONDS, IDLE_SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends over the connection to that address, or over a new one. */
    public void send(InetSocketAddress to, byte[] message, long failureToken) {
        StreamConnection connection = byRemote.get(to);
        if (connection == null) {
            connection = connect(to);
        }
        if (connection == null) {
            failLater(failureToken);
        } else {
            connection.send(message, failureToken);
        }
    }

    /** Sends on the connection of a flow; when it is gone, over one to the other address (RFC 3261 18.2.2). */
    public void send(Flow flow, byte[] message, InetSocketAddress elseTo, long failureToken) {
        StreamConnection connection = byNumber.get(flow.connection());
        if (connection != null) {
            connection.send(message, failureToken);
        } else if (elseTo != null) {
            send(elseTo, message, failureToken);
        } else {
            failLater(failureToken);
        }
    }

    /** Hands what was sent since to the kernel. */
    public void flush() {
        for (StreamConnection connection : unflushed) {
            connection.flush();
        }
        unflushed.clear();
    }

    /** Connections now. Any thread may ask. */
    public int connections() {
        return open;
    }

    /** Closes the connections of a source. */
    public void closeAll(AddressRange source) {
        for (StreamConnection connection : List.copyOf(byNumber.values())) {
            if (source.contains(connection.remote().getAddress())) {
                counts.add(TransportCounter.BANNED);
                connection.close();
            }
        }
    }

    /** Stops to accept and closes all connections. */
    public void close() {
        listeners.forEach(Channel::close);
        List.copyOf(byNumber.values()).forEach(StreamConnection::close);
    }

    private void accept(SocketChannel channel) {
        if (channel.remoteAddress() == null) {
            channel.close(); // gone before it was looked at
            return;
        }
        if (edge.isBanned(channel.remoteAddress().getAddress())) {
            counts.add(TransportCounter.BANNED);
            channel.close();
            return;
        }
        if (byNumber.size() >= limits.connections()) {
            counts.add(TransportCounter.CONNECTIONS_REFUSED);
            complaints.warn(
                    () -> "p2psip.sip.connections (" + limits.connections() + ") are open: " + channel + " is closed");
            channel.close();
            return;
        }
        counts.add(TransportCounter.CONNECTIONS_ACCEPTED);
        channel.pipeline().addLast(enter(channel.remoteAddress()));
    }

    private StreamConnection connect(InetSocketAddress to) {
        if (byNumber.size() >= limits.connections()) {
            counts.add(TransportCounter.CONNECTIONS_REFUSED);
            return null;
        }
        StreamConnection connection = enter(to);
        new Bootstrap()
                .group(io.group())
                .channel(io.stream())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, limits.connectTimeoutMs())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, queueMark())
                .handler(connection)
                .connect(to)
                .addListener(connected -> {
                    if (connected.isSuccess()) {
                        counts.add(TransportCounter.CONNECTIONS_OPENED);
                    } else {
                        counts.add(TransportCounter.CONNECT_FAILURES);
                        complaints.warn(() -> "connecting to " + to + " failed: " + connected.cause());
                        connection.gone();
                    }
                });
        return connection;
    }

    private StreamConnection enter(InetSocketAddress remote) {
        StreamConnection connection = new StreamConnection(this, ++lastNumber, remote, limits.queueBytes());
        byNumber.put(connection.number(), connection);
        byRemote.put(remote, connection);
        open = byNumber.size();
        return connection;
    }

    private WriteBufferWaterMark queueMark() {
        return new WriteBufferWaterMark(limits.queueBytes() / 2, limits.queueBytes());
    }

    private void closeIdle() {
        long now = System.nanoTime();
        long idleSince = now - TimeUnit.SECONDS.toNanos(limits.idleSeconds());
        long stalledSince = now - TimeUnit.SECONDS.toNanos(STALLED_SECONDS);
        for (StreamConnection connection : List.copyOf(byNumber.values())) {
            if (connection.lastHeardNanos() - idleSince < 0 || connection.isStalledSince(stalledSince)) {
                counts.add(TransportCounter.CONNECTIONS_IDLE);
                connection.close();
            }
        }
    }

    void received(StreamConnection connection, Decoded decoded) {
        edge.received(new Flow(Transport.TCP, connection.remote(), connection.number()), decoded);
    }

    void closed(StreamConnection connection) {
        byNumber.remove(connection.number());
        byRemote.remove(connection.remote(), connection);
        open = byNumber.size();
        // Deferred, as the core may be the one who asked for what failed
        Flow flow = new Flow(Transport.TCP, connection.remote(), connection.number());
        io.loop().execute(() -> edge.flowClosed(flow));
    }

    void unflushed(StreamConnection connection) {
        unflushed.add(connection);
    }

    void count(TransportCounter counter) {
        counts.add(counter);
    }

    void failLater(long failureToken) {
        if (failureToken != 0) {
            io.loop().execute(() -> edge.sendFailed(failureToken));
        }
    }
}
