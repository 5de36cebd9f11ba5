package org.p2psip.edge.service;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.p2psip.edge.CallRecord;
import org.p2psip.edge.Transport;
import org.p2psip.edge.route.AdvertisedAddress;
import org.p2psip.edge.service.dns.DnsClient;
import org.p2psip.edge.service.hep.HepTrace;
import org.p2psip.edge.service.overlay.OverlayClient;
import org.p2psip.edge.service.settings.SettingRefused;
import org.p2psip.edge.service.settings.SipProperties;
import org.p2psip.edge.service.settings.SipSettings;
import org.p2psip.edge.service.tls.Tls;
import org.p2psip.edge.service.tls.TlsCounter;
import org.p2psip.edge.service.tls.TlsFilesRefused;
import org.p2psip.edge.service.tls.TlsReload;
import org.p2psip.edge.service.tracing.RequestTracing;
import org.p2psip.edge.service.transport.DatagramTransport;
import org.p2psip.edge.service.transport.NativeTransport;
import org.p2psip.edge.service.transport.SipSockets;
import org.p2psip.edge.service.transport.StreamLimits;
import org.p2psip.edge.service.transport.StreamTransport;
import org.p2psip.edge.service.transport.TransportCounter;
import org.p2psip.edge.service.transport.WebSockets;
import org.p2psip.edge.service.websocket.WebSocketCounter;

/** All transports of one edge, from its settings. On the event loop, apart from what opens them and what is counted. */
final class SipTransports {
    /** A handshake is a millisecond of arithmetic; two threads do more of them than one event loop can serve. */
    private static final int HANDSHAKE_THREADS = 2;

    private final Counts<TransportCounter> counts = new Counts<>(TransportCounter.class);
    private final Counts<TlsCounter> tlsCounts = new Counts<>(TlsCounter.class);
    private final Counts<WebSocketCounter> webSocketCounts = new Counts<>(WebSocketCounter.class);
    private final SipSettings settings;
    private final ExecutorService handshakes = Executors.newFixedThreadPool(
            HANDSHAKE_THREADS,
            task -> Thread.ofPlatform().name("tls-handshake").daemon().unstarted(task));
    private final ScheduledExecutorService files = Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().name("tls-files").daemon().unstarted(task));
    private final DatagramTransport udp;
    private final StreamTransport streams;
    private final SipSockets sockets;

    private SipTransports(SipSettings settings, NativeTransport io, EdgeInput edge) throws TlsFilesRefused {
        SipProperties sip = settings.properties();
        this.settings = settings;
        Tls tls = new Tls(settings.tls(), handshakes, tlsCounts);
        new TlsReload(settings.tls(), tls, tlsCounts, io.loop()).start(files);
        udp = new DatagramTransport(io, edge, counts, sip.socketBufferBytes(), sip.udpSockets());
        streams = new StreamTransport(
                io,
                edge,
                counts,
                new StreamLimits(
                        sip.connections(),
                        sip.connectionsPerSource(),
                        sip.connectionIdleSeconds(),
                        sip.messageSeconds(),
                        sip.connectTimeoutMs(),
                        sip.tls().handshakeTimeoutMs(),
                        sip.connectionQueueBytes()),
                tls,
                new WebSockets(settings.allowedOrigins(), webSocketCounts));
        sockets = new SipSockets(udp, streams, sip.udpSockets());
        sockets.bindSip(settings.listen());
        sockets.bind(Transport.TLS, tls.isServer() ? OptionalInt.of(sip.tls().port()) : OptionalInt.empty());
        sockets.bind(Transport.WS, sip.ws().port().map(OptionalInt::of).orElse(OptionalInt.empty()));
        sockets.bind(Transport.WSS, sip.wss().port().map(OptionalInt::of).orElse(OptionalInt.empty()));
    }

    /** Binds everything; nothing is read yet. Not on the event loop. */
    static SipTransports open(SipSettings settings, NativeTransport io, EdgeInput edge) {
        try {
            return new SipTransports(settings, io, edge);
        } catch (TlsFilesRefused e) {
            throw new SettingRefused(e.getMessage());
        }
    }

    /** Starts to read and to accept. */
    void start() {
        udp.start();
        streams.start();
    }

    /** Hands what was sent since to the kernel. */
    void flush() {
        udp.flush();
        streams.flush();
    }

    /** For how long the edge has not kept up with what comes. */
    long backlogNanos() {
        return udp.backlogNanos();
    }

    void close() {
        udp.close();
        streams.close();
        files.shutdownNow();
        handshakes.shutdown();
    }

    /** The commands of the core that these transports do, and those that others do. */
    CommandDispatch dispatch(
            OverlayClient overlay, DnsClient dns, Consumer<CallRecord> calls, HepTrace trace, RequestTracing tracing) {
        return new CommandDispatch(udp, streams, overlay, dns, calls, trace, tracing);
    }

    /** How others reach what is listened for. */
    AdvertisedAddress advertised() {
        return settings.advertised(sockets::port);
    }

    /** The port of a transport; 0 when it is not listened for. */
    int port(Transport transport) {
        return sockets.port(transport);
    }

    /** Where UDP and TCP are listened for. */
    List<InetSocketAddress> addresses() {
        return sockets.addresses();
    }

    StreamTransport streams() {
        return streams;
    }

    Counts<TransportCounter> counts() {
        return counts;
    }

    Counts<TlsCounter> tlsCounts() {
        return tlsCounts;
    }

    Counts<WebSocketCounter> webSocketCounts() {
        return webSocketCounts;
    }

    @Override
    public String toString() {
        return sockets.toString();
    }
}
