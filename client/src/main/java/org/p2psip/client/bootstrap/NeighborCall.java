package org.p2psip.client.bootstrap;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.p2psip.routing.bootstrap.DiscoveryDatagram;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question to all neighbors over UDP, and their answers as they come, until it is closed. Each address family has a
 * socket and a thread of its own, as long as the call lasts.
 */
final class NeighborCall implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NeighborCall.class);
    /** Hops of a multicast question: within the site. */
    private static final int HOPS = 4;

    private final String overlay;
    private final long transaction = ThreadLocalRandom.current().nextLong();
    private final Consumer<String> heard;
    private final List<DatagramChannel> channels = new ArrayList<>(2);

    /**
     * @param overlay wanted; empty for whichever
     * @param heard is told of each server, "host:port", on a thread of this
     */
    NeighborCall(String overlay, Consumer<String> heard) {
        this.overlay = overlay;
        this.heard = heard;
    }

    /** Sends the question; returns how often it could be sent. */
    int call(List<Ways.CallTarget> targets) {
        int sent = 0;
        for (StandardProtocolFamily family : List.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6)) {
            List<Ways.CallTarget> some = targets.stream()
                    .filter(target -> family == familyOf(target))
                    .toList();
            if (!some.isEmpty()) {
                sent += call(family, some);
            }
        }
        return sent;
    }

    private static StandardProtocolFamily familyOf(Ways.CallTarget target) {
        boolean four = target.address() == null || target.address().getAddress() instanceof Inet4Address;
        return four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
    }

    private int call(StandardProtocolFamily family, List<Ways.CallTarget> targets) {
        int sent = 0;
        try {
            DatagramChannel channel = DatagramChannel.open(family);
            channels.add(channel);
            channel.setOption(StandardSocketOptions.SO_BROADCAST, family == StandardProtocolFamily.INET);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, HOPS);
            channel.bind(null);
            for (Ways.CallTarget target : targets) {
                sent += target.call() == Ways.Call.MULTICAST
                        ? multicast(channel, target.address())
                        : broadcast(channel, target.address());
            }
            Thread.ofPlatform().name("p2psip-neighbors").daemon().start(() -> read(channel));
        } catch (IOException refused) {
            LOG.info("neighbors cannot be called over {}: {}", family, refused.toString());
        }
        return sent;
    }

    private int multicast(DatagramChannel channel, InetSocketAddress group) throws SocketException {
        int sent = 0;
        for (NetworkInterface one : NetworkInterface.networkInterfaces().toList()) {
            if (one.isUp() && one.supportsMulticast()) {
                try {
                    channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, one);
                    sent += send(channel, group);
                } catch (IOException noSuchFamilyThere) {
                    LOG.debug("no multicast on {}", one, noSuchFamilyThere);
                }
            }
        }
        return sent;
    }

    private int broadcast(DatagramChannel channel, InetSocketAddress only) throws SocketException {
        List<InetSocketAddress> networks = only == null ? networks() : List.of(only);
        int sent = 0;
        for (InetSocketAddress network : networks) {
            try {
                sent += send(channel, network);
            } catch (IOException unreachable) {
                LOG.debug("no broadcast to {}", network, unreachable);
            }
        }
        return sent;
    }

    private static List<InetSocketAddress> networks() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(one -> one.getInterfaceAddresses().stream())
                .map(InterfaceAddress::getBroadcast)
                .filter(broadcast -> broadcast != null)
                .distinct()
                .map(broadcast -> new InetSocketAddress(broadcast, DiscoveryDatagram.PORT))
                .toList();
    }

    private int send(DatagramChannel channel, InetSocketAddress to) throws IOException {
        channel.send(ByteBuffer.wrap(DiscoveryDatagram.question(transaction, overlay)), to);
        return 1;
    }

    private void read(DatagramChannel channel) {
        ByteBuffer datagram = ByteBuffer.allocate(DiscoveryDatagram.BYTES);
        try {
            while (true) {
                datagram.clear();
                InetSocketAddress from = (InetSocketAddress) channel.receive(datagram);
                datagram.flip();
                if (DiscoveryDatagram.decode(datagram) instanceof DiscoveryDatagram.Decoded.Answer answer
                        && answer.transaction() == transaction) {
                    answer.servers().forEach(server -> heard.accept(named(server, from.getAddress())));
                }
            }
        } catch (ClosedChannelException over) {
            LOG.trace("the call is over", over);
        } catch (IOException failed) {
            LOG.info("answers of neighbors cannot be read: {}", failed.toString());
        }
    }

    /** A server without a host is where its answer came from. */
    private static String named(String server, InetAddress from) {
        return server.startsWith(":") ? DnsServers.literal(from) + server : server;
    }

    @Override
    public void close() {
        for (DatagramChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException refused) {
                LOG.info("a socket was not closed: {}", refused.toString());
            }
        }
    }
}
