package org.p2psip.relay.sockets;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.DatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.p2psip.relay.stun.Decoded;
import org.p2psip.relay.stun.MessageType;
import org.p2psip.relay.stun.StunDecoder;
import org.p2psip.relay.stun.StunMessage;
import org.p2psip.relay.stun.binding.BindingCounts.Kind;
import org.p2psip.relay.stun.binding.BindingServer;
import org.p2psip.relay.stun.binding.BindingServer.Outcome;
import org.p2psip.relay.stun.binding.ClientAddress;
import org.p2psip.relay.turn.Command;
import org.p2psip.relay.turn.Command.RelayPort;
import org.p2psip.relay.turn.FiveTuple;
import org.p2psip.relay.turn.Now;
import org.p2psip.relay.turn.TurnServer;
import org.p2psip.relay.turn.allocation.Allocation;
import org.p2psip.relay.turn.allocation.PeerConnection;
import org.p2psip.relay.turn.attribute.AddressFamily;
import org.p2psip.relay.udp.UdpTransport;

/**
 * One event loop with the core that it drives: what arrives goes in, and the commands that come out are carried out. All
 * that happens here happens on the event loop.
 */
final class RelayLoop {
    private static final long ADVANCE_MILLIS = 250;

    private final EventLoop eventLoop;
    private final UdpTransport transport;
    private final BindingServer binding;
    private final Optional<TurnServer> turn;
    private final Map<AddressFamily, InetAddress> relayAddresses;
    private final Outgoing outgoing;
    private final Traffic traffic;
    private final RandomGenerator random;
    private final Faults faults;
    private final PeerStreams peerStreams;

    /**
     * @param turn empty when the operator has named no users: then only Binding is answered
     * @param relayAddresses that relayed ports are bound at
     */
    RelayLoop(
            EventLoop eventLoop,
            UdpTransport transport,
            BindingServer binding,
            Optional<TurnServer> turn,
            Map<AddressFamily, InetAddress> relayAddresses,
            Traffic traffic,
            RandomGenerator random,
            Faults faults) {
        this.eventLoop = eventLoop;
        this.transport = transport;
        this.binding = binding;
        this.turn = turn;
        this.relayAddresses = relayAddresses;
        this.outgoing = new Outgoing(eventLoop);
        this.traffic = traffic;
        this.random = random;
        this.faults = faults;
        this.peerStreams = new PeerStreams(this, transport);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    Outgoing outgoing() {
        return outgoing;
    }

    Traffic traffic() {
        return traffic;
    }

    Faults faults() {
        return faults;
    }

    /** Begins to look at the time. */
    void start() {
        turn.ifPresent(server -> eventLoop.scheduleWithFixedDelay(
                () -> carryOut(server, server.advance(now()), null),
                ADVANCE_MILLIS,
                ADVANCE_MILLIS,
                TimeUnit.MILLISECONDS));
    }

    /** The allocation of a client over UDP; null when there is none. */
    Allocation ofUdpClient(InetSocketAddress client) {
        return turn.isPresent() ? turn.get().table().ofUdpClient(client) : null;
    }

    /** The allocation of a client over a stream; null when there is none. */
    Allocation ofStream(FiveTuple client) {
        return turn.isPresent() ? turn.get().table().find(client).orElse(null) : null;
    }

    /** Whether there is anything but Binding. */
    boolean isTurnOn() {
        return turn.isPresent();
    }

    /**
     * A message that is neither ChannelData nor a Send indication.
     *
     * @return the answer of Binding; those of TURN are sent by the path
     */
    Outcome stun(ByteBuffer message, FiveTuple from, ClientPath path) {
        Now now = now();
        Decoded decoded = StunDecoder.decode(message);
        if (turn.isPresent()
                && decoded instanceof StunMessage request
                && request.type().method() != MessageType.BINDING) {
            TurnServer server = turn.get();
            carryOut(server, server.receive(request, message, from, now), path);
            return new Outcome.Silence(Kind.UNEXPECTED);
        }
        return binding.receive(decoded, new ClientAddress(from.client()), now.nanos());
    }

    /** A client's connection is gone. */
    void disconnected(FiveTuple client) {
        turn.ifPresent(server -> carryOut(server, server.disconnected(client), null));
    }

    /**
     * @param path to the client that asked; null where nobody did, and only those with an allocation are told anything
     */
    private void carryOut(TurnServer server, List<Command> commands, ClientPath path) {
        for (Command command : commands) {
            switch (command) {
                case Command.Answer answer ->
                    (path == null ? clientOf(server, answer.to()) : path)
                            .send(
                                    Unpooled.wrappedBuffer(answer.octets()),
                                    answer.to().client());
                case Command.OpenRelay open ->
                    open.ports().forEach(port -> open(server, open.allocation(), port, path));
                case Command.ConnectPeer connect -> connect(connect.connection());
                case Command.Splice splice -> path.splice(splice.connection());
                case Command.ClosePeer close ->
                    ((DataConnection) close.connection().carrier()).close();
                case Command.CloseRelay close ->
                    sockets(close.allocation(), path).close(close.port().family());
            }
        }
    }

    private RelaySockets sockets(Allocation allocation, ClientPath path) {
        if (allocation.carrier() == null) {
            allocation.attach(new RelaySockets(allocation, path, traffic, random, faults));
        }
        return (RelaySockets) allocation.carrier();
    }

    private void open(TurnServer server, Allocation allocation, RelayPort port, ClientPath path) {
        switch (allocation.transport()) {
            case UDP -> openUdp(server, allocation, port, path);
            case TCP -> openTcp(server, allocation, port, path);
        }
    }

    private void openTcp(TurnServer server, Allocation allocation, RelayPort port, ClientPath path) {
        RelaySockets sockets = sockets(allocation, path);
        InetSocketAddress at = new InetSocketAddress(relayAddresses.get(port.family()), port.port());
        ChannelFuture listening;
        try {
            listening = peerStreams.listen(
                    allocation, at, connection -> carryOut(server, server.accepted(connection, now()), path));
        } catch (IOException taken) {
            carryOut(server, server.notOpened(allocation, port.family()), path);
            return;
        }
        // a channel that could not be made has no event loop
        listening.addListener(done -> eventLoop.execute(() -> {
            if (done.isSuccess()) {
                sockets.add(port.family(), listening.channel());
                carryOut(server, server.opened(allocation, port.family(), now()), path);
            } else {
                carryOut(server, server.notOpened(allocation, port.family()), path);
            }
        }));
    }

    private void connect(PeerConnection connection) {
        AddressFamily family = AddressFamily.of(connection.peer().getAddress());
        int port = connection.allocation().relayed(family).orElseThrow().port();
        peerStreams.connect(connection, new InetSocketAddress(relayAddresses.get(family), port));
    }

    /** The peer that a client has asked for has accepted. */
    void connected(PeerConnection connection) {
        turn.ifPresent(server -> carryOut(server, server.connected(connection, now()), clientOf(connection)));
    }

    /** The peer has not accepted, or is gone. */
    void closed(PeerConnection connection) {
        turn.ifPresent(server -> carryOut(server, server.closed(connection), clientOf(connection)));
    }

    private static ClientPath clientOf(TurnServer server, FiveTuple client) {
        return ((RelaySockets) server.table().find(client).orElseThrow().carrier()).client();
    }

    private static ClientPath clientOf(PeerConnection connection) {
        return ((RelaySockets) connection.allocation().carrier()).client();
    }

    private void openUdp(TurnServer server, Allocation allocation, RelayPort port, ClientPath path) {
        InetAddress local = relayAddresses.get(port.family());
        DatagramChannel channel;
        try {
            channel = transport.newChannel(local);
        } catch (ChannelException noFileDescriptor) {
            carryOut(server, server.notOpened(allocation, port.family()), path);
            return;
        }
        RelaySockets sockets = sockets(allocation, path);
        Headroom headroom = new Headroom(UdpTransport.MAX_DATAGRAM_OCTETS);
        channel.config().setOption(ChannelOption.RCVBUF_ALLOCATOR, headroom);
        transport.receiveOnceAWakeup(channel);
        channel.pipeline().addLast(sockets.new FromPeers(headroom));
        ChannelFuture registered = eventLoop.register(channel);
        registered.addListener(done -> {
            transport.setDontFragment(channel, local, false);
            channel.bind(new InetSocketAddress(local, port.port())).addListener(bound -> {
                if (bound.isSuccess()) {
                    sockets.add(port.family(), new RelaySocket(channel, local, transport, outgoing, traffic));
                    carryOut(server, server.opened(allocation, port.family(), now()), path);
                } else {
                    channel.close();
                    carryOut(server, server.notOpened(allocation, port.family()), path);
                }
            });
        });
    }

    private static Now now() {
        return new Now(System.nanoTime(), Instant.now().getEpochSecond());
    }
}
