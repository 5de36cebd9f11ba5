package org.p2psip.routing.service.bootstrap;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.p2psip.routing.bootstrap.DiscoveryDatagram;
import org.p2psip.routing.bootstrap.DiscoveryDatagram.Decoded;
import org.p2psip.routing.service.config.Settings;
import org.p2psip.routing.service.config.StartRefused;

/**
 * Answers who calls all neighbors for a bootstrap server, where {@code p2psip.bootstrap.calls} says so. One socket and
 * thread for each address family; a machine may have several such peers, a call by multicast or broadcast reaches them
 * all. No answer is longer than its question, and no more than {@value #RATE} a second are given.
 */
@Singleton
public final class NeighborAnswers {
    private static final Logger LOG = Logger.getLogger(NeighborAnswers.class);
    /** Answers in a second; what comes above it is not answered. */
    static final int RATE = 50;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final Settings settings;
    private final Counter answered;
    private final Counter malformed;
    private final Counter aboveRate;
    private final List<DatagramChannel> channels = new ArrayList<>(2);
    private long secondBegan;
    private int answeredInSecond;

    @Inject
    NeighborAnswers(Settings settings, MeterRegistry metrics) {
        this.settings = settings;
        answered = metrics.counter("p2psip.bootstrap.calls", "result", "answered");
        malformed = metrics.counter("p2psip.bootstrap.calls", "result", "malformed");
        aboveRate = metrics.counter("p2psip.bootstrap.calls", "result", "above_rate");
    }

    /** Listens, if that is configured. */
    public void start() {
        if (settings.bootstrap().calls().isEmpty()) {
            return;
        }
        int port = settings.bootstrap().calls().getAsInt();
        listen(StandardProtocolFamily.INET, port, settings.bootstrap().groups());
        try {
            listen(StandardProtocolFamily.INET6, port, settings.bootstrap().groups());
        } catch (StartRefused noIpv6) {
            LOG.infof("Neighbors are answered over IPv4 alone: %s", noIpv6.getMessage());
        }
    }

    private void listen(StandardProtocolFamily family, int port, List<InetAddress> groups) {
        try {
            DatagramChannel channel = DatagramChannel.open(family);
            channels.add(channel);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(anyOf(family), port));
            for (InetAddress group : groups) {
                if (isOf(family, group)) {
                    join(channel, group);
                }
            }
            Thread.ofPlatform().name("neighbor-calls-" + family).daemon().start(() -> answer(channel));
        } catch (IOException refused) {
            throw StartRefused.setting(
                    "p2psip.bootstrap.call-port",
                    Integer.toString(port),
                    "a UDP port that is free (" + refused.getMessage() + ")");
        }
    }

    private static InetAddress anyOf(ProtocolFamily family) throws IOException {
        return InetAddress.getByName(family == StandardProtocolFamily.INET ? "0.0.0.0" : "::");
    }

    private static boolean isOf(ProtocolFamily family, InetAddress address) {
        return (address.getAddress().length == 4) == (family == StandardProtocolFamily.INET);
    }

    private static void join(DatagramChannel channel, InetAddress group) throws IOException {
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            if (one.isUp() && one.supportsMulticast()) {
                try {
                    channel.join(group, one);
                } catch (IOException noSuchFamilyThere) {
                    LOG.debugf(noSuchFamilyThere, "no multicast on %s", one);
                }
            }
        }
    }

    private void answer(DatagramChannel channel) {
        ByteBuffer datagram = ByteBuffer.allocate(DiscoveryDatagram.BYTES + 1);
        try {
            while (true) {
                datagram.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(datagram);
                datagram.flip();
                answer(channel, DiscoveryDatagram.decode(datagram), from);
            }
        } catch (ClosedChannelException stopped) {
            LOG.debug("no more calls are answered", stopped);
        } catch (IOException failed) {
            LOG.errorf("calls of neighbors are answered no more: %s", failed);
        }
    }

    private void answer(DatagramChannel channel, Decoded call, InetSocketAddress from) throws IOException {
        if (!(call instanceof Decoded.Question question)) {
            malformed.increment();
        } else if (question.overlay().isEmpty() || question.overlay().equals(settings.overlay())) {
            if (!isWithinRate(System.nanoTime())) {
                aboveRate.increment();
                return;
            }
            byte[] answer = DiscoveryDatagram.answer(
                    question.transaction(),
                    settings.overlay(),
                    List.of(settings.advertise().toString()));
            channel.send(ByteBuffer.wrap(answer), from);
            answered.increment();
        }
    }

    /** Both families share the rate. */
    private synchronized boolean isWithinRate(long nowNanos) {
        if (nowNanos - secondBegan >= SECOND_NANOS) {
            secondBegan = nowNanos;
            answeredInSecond = 0;
        }
        return ++answeredInSecond <= RATE;
    }

    /** Listens no more. */
    public void stop() {
        for (DatagramChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException refused) {
                LOG.infof("a socket was not closed: %s", refused);
            }
        }
    }
}
