package org.p2psip.relay.sockets;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramChannel;
import io.netty.util.NetUtil;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.jboss.logging.Logger;
import org.p2psip.relay.RelayConfig;
import org.p2psip.relay.settings.TurnSettings;
import org.p2psip.relay.stun.binding.BindingClientTransaction.Reply;
import org.p2psip.relay.stun.binding.BindingCounts;
import org.p2psip.relay.stun.binding.BindingServer;
import org.p2psip.relay.stun.binding.ClientAddress;
import org.p2psip.relay.stun.binding.SourceRateLimit;
import org.p2psip.relay.udp.BindingProbe;
import org.p2psip.relay.udp.SendCounts;
import org.p2psip.relay.udp.UdpTransport;

/**
 * The sockets that answer STUN and TURN, from the start of the service to its end, and one that asks them. Each event
 * loop has a socket of its own at the same port: the operating system gives a client to one of them for good.
 */
@Singleton
public class RelayServer {
    private static final Logger LOG = Logger.getLogger(RelayServer.class);

    private static final long STOP_SECONDS = 2;
    private static final long DRAIN_POLL_MILLIS = 50;

    /** Octets that may wait to be sent at the clients' socket before answers and packets are dropped. */
    private static final WriteBufferWaterMark CLIENTS_QUEUE = new WriteBufferWaterMark(1 << 19, 1 << 20);

    private static final int SOCKET_BUFFER_OCTETS = 1 << 22;

    private final InetSocketAddress listen;
    private final TurnSettings turn;
    private final UdpTransport transport = UdpTransport.best();
    private final EventLoopGroup eventLoops;
    private final List<RelayLoop> loops = new ArrayList<>();
    private final List<SourceRateLimit> rateLimits = new ArrayList<>();
    private final BindingCounts bindingCounts = new BindingCounts();
    private final SendCounts sendCounts = new SendCounts();
    private final Traffic traffic = new Traffic();
    private final BindingProbe probe = new BindingProbe();

    private Runnable othersDrain = () -> {};
    private IntSupplier othersLeft = () -> 0;
    private Channel serverChannel;
    private Channel probeChannel;
    private Channel tlsChannel;
    private volatile ClientAddress probeAddress;

    RelayServer(RelayConfig config, TurnSettings turn) {
        RelayConfig.RateLimit limit = config.stun().rateLimit();
        SourceRateLimit.Limits limits =
                new SourceRateLimit.Limits(limit.requestsPerSecond(), limit.burst(), limit.sources());
        this.listen = new InetSocketAddress(config.listen(), config.stun().port());
        this.turn = turn;
        this.eventLoops = transport.newEventLoops("relay", turn.eventLoops());
        SecureRandom random = new SecureRandom();
        for (int i = 0; i < turn.eventLoops(); i++) {
            SourceRateLimit rateLimit = new SourceRateLimit(limits);
            rateLimits.add(rateLimit);
            loops.add(new RelayLoop(
                    eventLoops.next(),
                    transport,
                    new BindingServer(rateLimit, sender -> sender.equals(probeAddress), bindingCounts),
                    turn.newServer(rateLimit),
                    turn.relayAddresses(),
                    traffic,
                    random,
                    new Faults(sendCounts)));
        }
    }

    void start(@Observes StartupEvent event) {
        EventLoop first = loops.getFirst().eventLoop();
        if (loops.size() > 1) {
            // sockets that share a port would also share it with another relay, without a word
            bound(transport.bind(first, listen, new ChannelInboundHandlerAdapter()), "udp", listen)
                    .close()
                    .awaitUninterruptibly();
        }
        InetSocketAddress at = listen;
        for (RelayLoop loop : loops) {
            Channel channel = bound(listen(loop, at), "udp", at);
            serverChannel = serverChannel == null ? channel : serverChannel;
            at = address();
            loop.start();
        }
        listenForStreams();
        InetSocketAddress any = new InetSocketAddress(reachableHost(), 0);
        probeChannel = bound(transport.bind(first, any, probe), "udp", any);
        probeAddress = new ClientAddress((InetSocketAddress) probeChannel.localAddress());
        LOG.infof(
                "STUN%s listens at udp %s (%s, %d event loops)",
                turn.isOn() ? " and TURN" : "", NetUtil.toSocketAddressString(address()), transport, loops.size());
    }

    private void listenForStreams() {
        StreamListener plain = new StreamListener(loops, sendCounts, turn.connections());
        if (turn.isOn()) {
            bound(plain.bind(transport, address(), Optional.empty()), "tcp", address());
        }
        turn.tls().ifPresent(tls -> {
            InetSocketAddress at = new InetSocketAddress(listen.getAddress(), turn.tlsPort());
            StreamListener secure = new StreamListener(loops, sendCounts, turn.connections());
            tlsChannel = bound(secure.bind(transport, at, Optional.of(tls)), "tcp", at);
            LOG.infof("TURN over TLS listens at tcp %s", NetUtil.toSocketAddressString(tlsAddress()));
        });
    }

    private ChannelFuture listen(RelayLoop loop, InetSocketAddress at) {
        DatagramChannel channel = transport.newChannel(at.getAddress());
        channel.config().setWriteBufferWaterMark(CLIENTS_QUEUE);
        // as far as net.core.rmem_max and wmem_max let it: all clients of the loop share the queue
        channel.config().setReceiveBufferSize(SOCKET_BUFFER_OCTETS).setSendBufferSize(SOCKET_BUFFER_OCTETS);
        transport.receiveInBatches(channel);
        if (loops.size() > 1) {
            transport.sharePort(channel);
        }
        channel.pipeline().addLast(new ClientDatagrams(loop, new Forwarding(traffic), loop.outgoing(), sendCounts));
        loop.eventLoop().register(channel).syncUninterruptibly();
        return channel.bind(at).awaitUninterruptibly();
    }

    /** No new allocations; those that are there have as long as is configured. */
    void stop(@Observes ShutdownEvent event) {
        drain();
        long end = System.nanoTime() + turn.drainFor().toNanos();
        while (left() > 0 && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(DRAIN_POLL_MILLIS));
        }
        if (left() > 0) {
            LOG.infof("%d allocations and media sessions end with the relay", left());
        }
        eventLoops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** What else uses the event loops takes nothing new once the relay drains, and is waited for as allocations are. */
    public void drainsWith(Runnable drain, IntSupplier left) {
        othersDrain = drain;
        othersLeft = left;
    }

    /** From now on there are no new allocations and media sessions. */
    public void drain() {
        turn.drain();
        othersDrain.run();
    }

    /** Allocations and media sessions that there are now. */
    public int left() {
        return turn.allocations() + othersLeft.getAsInt();
    }

    /** The threads that everything relayed happens on. */
    public List<EventLoop> eventLoops() {
        return loops.stream().map(RelayLoop::eventLoop).toList();
    }

    public UdpTransport transport() {
        return transport;
    }

    /** Where it listens, with the real port if it was to take a free one. */
    public InetSocketAddress address() {
        return (InetSocketAddress) serverChannel.localAddress();
    }

    /** Where it listens for TLS, if it does. */
    public InetSocketAddress tlsAddress() {
        return (InetSocketAddress) tlsChannel.localAddress();
    }

    /** Where {@link #askItself} asks from, and so what the answer has to say. */
    public InetSocketAddress probeAddress() {
        return probeAddress.address();
    }

    /** Sends a Binding request from one socket to the other. Never ends without an answer. */
    public Uni<Reply> askItself() {
        return probe.ask(
                probeChannel, new InetSocketAddress(reachableHost(), address().getPort()));
    }

    /** Done as soon as the last of the event loops gets to it. */
    public Uni<Void> turnOfEventLoops() {
        List<Uni<Void>> turns = new ArrayList<>();
        for (RelayLoop loop : loops) {
            turns.add(Uni.createFrom().emitter(turn -> loop.eventLoop().execute(() -> turn.complete(null))));
        }
        return Uni.join().all(turns).andFailFast().replaceWithVoid();
    }

    public BindingCounts bindingCounts() {
        return bindingCounts;
    }

    public SendCounts sendCounts() {
        return sendCounts;
    }

    public Traffic traffic() {
        return traffic;
    }

    /** Sources that the rate limits forgot because their tables were full. */
    public long forgottenSources() {
        return rateLimits.stream().mapToLong(SourceRateLimit::forgottenSources).sum();
    }

    private Channel bound(ChannelFuture bound, String protocol, InetSocketAddress address) {
        if (bound.isSuccess()) {
            return bound.channel();
        }
        eventLoops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        // without the cause: the line says it all, and Quarkus would take a BindException for one of its HTTP port
        throw new ConfigurationException("Cannot listen at " + protocol + " " + NetUtil.toSocketAddressString(address)
                + " (p2psip.listen, p2psip.stun.port, p2psip.turn.tls.port): "
                + bound.cause().getMessage()
                + ". Needed is an address of this machine and a port that nobody uses there.");
    }

    // A wildcard address is nobody's, but the loopback of its family belongs to it.
    private InetAddress reachableHost() {
        InetAddress host = listen.getAddress();
        if (!host.isAnyLocalAddress()) {
            return host;
        }
        return host instanceof Inet6Address ? NetUtil.LOCALHOST6 : NetUtil.LOCALHOST4;
    }
}
