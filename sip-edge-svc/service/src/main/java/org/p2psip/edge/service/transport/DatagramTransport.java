package org.p2psip.edge.service.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.DatagramPacket;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.EdgeInput;
import org.p2psip.edge.service.Occasional;

/**
 * SIP over UDP (RFC 3261 section 18). The kernel hands over up to {@value #DATAGRAMS_PER_READ} datagrams at a time, and
 * what is sent during a turn of the loop leaves together when the turn ends.
 */
public final class DatagramTransport {
    private static final Logger LOG = Logger.getLogger(DatagramTransport.class);
    private static final int MAX_DATAGRAM = 65_535;
    /** Netty prepares each of them anew for each read, and most reads bring a few. */
    private static final int DATAGRAMS_PER_READ = 8;

    private static final int DATAGRAMS_PER_TURN = 128;
    /** Bytes that wait for the kernel, in each socket; what comes on top fails. */
    private static final int MAX_QUEUED_BYTES = 8 << 20;

    private final NativeTransport io;
    private final EdgeInput edge;
    private final Counts<TransportCounter> counts;
    private final int socketBuffer;
    private final boolean reusePort;
    private final Occasional complaints = new Occasional(LOG);
    private final List<Channel> sockets = new ArrayList<>(2);
    private int fullSockets;
    private long fullSinceNanos;

    /** @param socketsPerAddress above 1 an address is to be bound that often */
    public DatagramTransport(
            NativeTransport io,
            EdgeInput edge,
            Counts<TransportCounter> counts,
            int socketBuffer,
            int socketsPerAddress) {
        this.reusePort = socketsPerAddress > 1;
        this.io = io;
        this.edge = edge;
        this.counts = counts;
        this.socketBuffer = socketBuffer;
    }

    /**
     * Binds a socket that does not read yet; waits for it, so not on the loop.
     *
     * @return the address that it has
     * @throws PortTaken when the address cannot be had
     */
    public InetSocketAddress bind(InetSocketAddress address) {
        Bootstrap bootstrap = new Bootstrap()
                .group(io.group())
                .channelFactory(() -> io.datagram(address.getAddress()))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.SO_RCVBUF, socketBuffer)
                .option(ChannelOption.SO_SNDBUF, socketBuffer)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(1 << 20, MAX_QUEUED_BYTES))
                .option(ChannelOption.RCVBUF_ALLOCATOR, new KeptReceiveBuffer(MAX_DATAGRAM, 1, DATAGRAMS_PER_TURN))
                .handler(new Receiver());
        if (io.isEpoll()) {
            // Several sockets may have the port; the kernel spreads the sources over them.
            bootstrap.option(EpollChannelOption.SO_REUSEPORT, reusePort);
            // recvmmsg: one buffer that holds several datagrams of the largest size.
            bootstrap
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
                    .option(
                            ChannelOption.RCVBUF_ALLOCATOR,
                            new KeptReceiveBuffer(
                                    MAX_DATAGRAM * DATAGRAMS_PER_READ, DATAGRAMS_PER_READ, DATAGRAMS_PER_TURN));
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PortTaken("UDP", address, bound.cause());
        }
        sockets.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    /** Starts to read. */
    public void start() {
        sockets.forEach(socket -> socket.config().setAutoRead(true));
    }

    /** Sends a datagram when the turn ends. */
    public void send(InetSocketAddress to, byte[] message, long failureToken) {
        Channel socket = socketFor(to);
        if (message.length > MAX_DATAGRAM || !socket.isWritable()) {
            counts.add(TransportCounter.QUEUE_FULL);
            failLater(failureToken);
            return;
        }
        ByteBuf bytes = socket.alloc().directBuffer(message.length).writeBytes(message);
        counts.add(TransportCounter.DATAGRAMS_SENT);
        DatagramPacket packet = new DatagramPacket(bytes, to);
        if (failureToken == 0) {
            socket.write(packet, socket.voidPromise());
            return;
        }
        socket.write(packet).addListener(sent -> {
            if (!sent.isSuccess()) {
                sendError(to, sent.cause());
                failLater(failureToken);
            }
        });
    }

    /** Hands what was sent since to the kernel. */
    public void flush() {
        for (Channel socket : sockets) {
            socket.flush();
        }
    }

    /** Closes the sockets. */
    public void close() {
        sockets.forEach(Channel::close);
    }

    private Channel socketFor(InetSocketAddress to) {
        boolean six = to.getAddress() instanceof Inet6Address;
        for (Channel socket : sockets) {
            if (six == (((InetSocketAddress) socket.localAddress()).getAddress() instanceof Inet6Address)) {
                return socket;
            }
        }
        return sockets.get(0); // an IPv6 socket may reach IPv4; where it does not, the kernel says so
    }

    private void failLater(long failureToken) {
        if (failureToken != 0) {
            io.loop().execute(() -> edge.sendFailed(failureToken));
        }
    }

    private void sendError(InetSocketAddress to, Throwable cause) {
        counts.add(TransportCounter.SEND_ERRORS);
        complaints.warn(() -> "sending UDP to " + to + " failed: " + cause);
    }

    /**
     * For how long some socket has had more datagrams than a turn takes, in ns; 0 when all were emptied. What comes then
     * has waited in the kernel at most so long.
     */
    public long backlogNanos() {
        return fullSockets == 0 ? 0 : System.nanoTime() - fullSinceNanos;
    }

    private final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
        private final KnownFlows flows = new KnownFlows();
        private int readInTurn;
        private boolean full;

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            boolean wasFull = full;
            full = readInTurn >= DATAGRAMS_PER_TURN;
            readInTurn = 0;
            if (full && !wasFull) {
                fullSinceNanos = fullSockets == 0 ? System.nanoTime() : fullSinceNanos;
                fullSockets++;
            } else if (wasFull && !full) {
                fullSockets--;
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            counts.add(TransportCounter.DATAGRAMS_RECEIVED);
            readInTurn++;
            if (edge.isBanned(packet.sender().getAddress())) {
                counts.add(TransportCounter.BANNED);
                return;
            }
            ByteBuf content = packet.content();
            byte[] bytes = new byte[content.readableBytes()];
            content.readBytes(bytes);
            edge.received(flows.of(packet.sender()), SipParser.datagram(bytes, 0, bytes.length));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            // A void promise reports here; so does a read that failed. The socket stays.
            counts.add(TransportCounter.SEND_ERRORS);
            complaints.warn(() -> "UDP socket: " + cause);
        }
    }
}
