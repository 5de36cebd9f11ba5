package org.p2psip.relay.udp;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
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
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.relay.RelayConfig;
import org.p2psip.relay.stun.binding.BindingClientTransaction.Reply;
import org.p2psip.relay.stun.binding.BindingCounts;
import org.p2psip.relay.stun.binding.BindingServer;
import org.p2psip.relay.stun.binding.ClientAddress;
import org.p2psip.relay.stun.binding.SourceRateLimit;

/**
 * The UDP socket that answers STUN, from the start of the service to its end, and a second one that asks it. One event
 * loop owns both and the state behind them.
 */
@Singleton
public class StunSocket {
    private static final Logger LOG = Logger.getLogger(StunSocket.class);

    private static final long STOP_SECONDS = 2;

    private final InetSocketAddress listen;
    private final SourceRateLimit rateLimit;
    private final BindingServer server;
    private final SendCounts sendCounts = new SendCounts();
    private final BindingProbe probe = new BindingProbe();
    private final UdpTransport transport = UdpTransport.best();
    private final EventLoopGroup eventLoop = transport.newEventLoop("stun");

    private Channel serverChannel;
    private Channel probeChannel;
    private volatile ClientAddress probeAddress;

    StunSocket(RelayConfig config) {
        RelayConfig.RateLimit limit = config.stun().rateLimit();
        listen = new InetSocketAddress(config.listen(), config.stun().port());
        rateLimit = new SourceRateLimit(
                new SourceRateLimit.Limits(limit.requestsPerSecond(), limit.burst(), limit.sources()));
        server = new BindingServer(rateLimit, sender -> sender.equals(probeAddress));
    }

    void start(@Observes StartupEvent event) {
        serverChannel = bind(listen, new BindingHandler(server, sendCounts));
        probeChannel = bind(new InetSocketAddress(reachableHost(), 0), probe);
        probeAddress = new ClientAddress((InetSocketAddress) probeChannel.localAddress());
        LOG.infof("STUN listens at udp %s (%s)", NetUtil.toSocketAddressString(address()), transport);
    }

    void stop(@Observes ShutdownEvent event) {
        eventLoop.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    /** Where it listens, with the real port if it was to take a free one. */
    public InetSocketAddress address() {
        return (InetSocketAddress) serverChannel.localAddress();
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

    /** Done as soon as the event loop gets to it. */
    public Uni<Void> turnOfEventLoop() {
        return Uni.createFrom().emitter(turn -> eventLoop.execute(() -> turn.complete(null)));
    }

    public BindingCounts bindingCounts() {
        return server.counts();
    }

    public SendCounts sendCounts() {
        return sendCounts;
    }

    /** Sources that the rate limit forgot because its table was full. */
    public long forgottenSources() {
        return rateLimit.forgottenSources();
    }

    private Channel bind(InetSocketAddress address, ChannelHandler handler) {
        ChannelFuture bound = transport.bind(eventLoop, address, handler);
        if (bound.isSuccess()) {
            return bound.channel();
        }
        eventLoop.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS);
        // without the cause: the line says it all, and Quarkus would take a BindException for one of its HTTP port
        throw new ConfigurationException("Cannot listen at udp " + NetUtil.toSocketAddressString(address)
                + " (p2psip.listen, p2psip.stun.port): " + bound.cause().getMessage()
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
