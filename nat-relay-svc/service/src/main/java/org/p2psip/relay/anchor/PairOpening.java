package org.p2psip.relay.anchor;

import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.DatagramChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.p2psip.relay.media.PortPair;
import org.p2psip.relay.turn.policy.RelayPorts;
import org.p2psip.relay.udp.SendCounts;
import org.p2psip.relay.udp.UdpTransport;

/**
 * Opens port pairs on one event loop, all that are asked for or none. A port that another program has is passed over.
 */
final class PairOpening {
    /** Pairs that are tried for each that is needed, as other programs may have some of the range. */
    private static final int ATTEMPTS = 8;

    private final EventLoop eventLoop;
    private final UdpTransport transport;
    private final RelayPorts ports;
    private final InetAddress local;
    private final InetAddress advertised;
    private final MediaCounts counts;
    private final SendCounts faults;

    PairOpening(
            EventLoop eventLoop,
            UdpTransport transport,
            RelayPorts ports,
            InetAddress local,
            InetAddress advertised,
            MediaCounts counts,
            SendCounts faults) {
        this.eventLoop = eventLoop;
        this.transport = transport;
        this.ports = ports;
        this.local = local;
        this.advertised = advertised;
        this.counts = counts;
        this.faults = faults;
    }

    /** @param opened gets so many pairs, or empty when there are no more ports or sockets */
    void open(int pairs, Consumer<Optional<List<OpenPair>>> opened) {
        next(pairs, pairs * ATTEMPTS, new ArrayList<>(), opened);
    }

    private void next(int pairs, int attempts, List<OpenPair> open, Consumer<Optional<List<OpenPair>>> opened) {
        if (open.size() == pairs) {
            opened.accept(Optional.of(open));
            return;
        }
        OptionalInt port = attempts == 0 ? OptionalInt.empty() : ports.takeEven(true);
        if (port.isEmpty()) {
            open.forEach(this::close);
            opened.accept(Optional.empty());
            return;
        }
        int even = port.getAsInt();
        bind(even, rtp -> {
            if (rtp.isEmpty()) {
                release(even);
                next(pairs, attempts - 1, open, opened);
                return;
            }
            bind(even + 1, rtcp -> {
                if (rtcp.isEmpty()) {
                    rtp.get().channel().close();
                    release(even);
                } else {
                    open.add(new OpenPair(new PortPair(advertised, even), rtp.get(), rtcp.get()));
                }
                next(pairs, attempts - 1, open, opened);
            });
        });
    }

    private void bind(int port, Consumer<Optional<MediaSocket>> bound) {
        DatagramChannel channel;
        try {
            channel = transport.newChannel(local);
        } catch (ChannelException noFileDescriptor) {
            bound.accept(Optional.empty());
            return;
        }
        MediaSocket socket = new MediaSocket(channel, counts, faults);
        channel.config()
                .setOption(
                        ChannelOption.RCVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(UdpTransport.MAX_DATAGRAM_OCTETS));
        transport.receiveOnceAWakeup(channel);
        channel.pipeline().addLast(socket);
        ChannelFuture registered = eventLoop.register(channel);
        registered.addListener(
                done -> channel.bind(new InetSocketAddress(local, port)).addListener(result -> {
                    if (!result.isSuccess()) {
                        channel.close();
                    }
                    bound.accept(result.isSuccess() ? Optional.of(socket) : Optional.empty());
                }));
    }

    void close(OpenPair pair) {
        pair.rtp().channel().close();
        pair.rtcp().channel().close();
        release(pair.ports().port());
    }

    private void release(int even) {
        ports.release(even);
        ports.release(even + 1);
    }
}
