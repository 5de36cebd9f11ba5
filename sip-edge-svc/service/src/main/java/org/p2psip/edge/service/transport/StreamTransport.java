package org.p2psip.edge.service.transport;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;
import org.p2psip.edge.AddressRange;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.certificate.CertificateNames;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.EdgeInput;
import org.p2psip.edge.service.Occasional;
import org.p2psip.edge.service.tls.Tls;
import org.p2psip.edge.service.tls.TlsCounter;
import org.p2psip.edge.service.transport.StreamConnections.Peer;

/**
 * SIP over streams (RFC 3261 section 18, RFC 7118): connections that came in and those that the edge opened, in one table
 * bounded in number. A message to an address goes over the connection to it that is open, whoever opened it; over TLS only
 * when a certificate there has named who is wanted (RFC 5922).
 */
public final class StreamTransport {
    private static final Logger LOG = Logger.getLogger(StreamTransport.class);
    private static final int SWEEP_SECONDS = 2;

    private final NativeTransport io;
    private final EdgeInput edge;
    private final Counts<TransportCounter> counts;
    private final StreamLimits limits;
    private final Tls tls;
    private final StreamSockets sockets;
    private final Occasional complaints = new Occasional(LOG);
    private final StreamConnections open = new StreamConnections();
    private final SourceCount sources = new SourceCount();
    private final List<StreamConnection> unflushed = new ArrayList<>();
    private long lastNumber;

    public StreamTransport(
            NativeTransport io,
            EdgeInput edge,
            Counts<TransportCounter> counts,
            StreamLimits limits,
            Tls tls,
            WebSockets webSockets) {
        this.io = io;
        this.edge = edge;
        this.counts = counts;
        this.limits = limits;
        this.tls = tls;
        this.sockets = new StreamSockets(io, limits, tls, webSockets, this::accept);
    }

    /**
     * Binds an address that accepts nothing yet; waits for it, so not on the loop.
     *
     * @return the address that it has
     * @throws PortTaken when the address cannot be had
     */
    public InetSocketAddress bind(Transport transport, InetSocketAddress address) {
        return sockets.bind(transport, address);
    }

    /** Starts to accept, and to close idle connections. On the loop. */
    public void start() {
        sockets.start();
        io.loop().scheduleWithFixedDelay(this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Sends over a connection to that address, or over a new one.
     *
     * @param serverName whom a certificate there has to name; null for the address itself, and where there are none
     */
    public void send(Transport transport, InetSocketAddress to, String serverName, byte[] message, long failureToken) {
        String name = "";
        if (transport.isSecure()) {
            name = CertificateNames.identity(
                    serverName == null ? NetUtil.toAddressString(to.getAddress()) : serverName);
        }
        Peer peer = new Peer(transport, to, name);
        StreamConnection connection = open.to(peer);
        if (connection == null) {
            connection = connect(peer);
        }
        if (connection == null) {
            failLater(failureToken);
        } else {
            connection.send(message, failureToken);
        }
    }

    /** Sends on the connection of a flow; when it is gone, over one to the other address (RFC 3261 18.2.2). */
    public void send(Flow flow, byte[] message, InetSocketAddress elseTo, long failureToken) {
        StreamConnection connection = open.of(flow);
        if (connection != null) {
            connection.send(message, failureToken);
        } else if (elseTo != null) {
            send(flow.transport(), elseTo, null, message, failureToken);
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
    public int connections(Transport transport) {
        return open.size(transport);
    }

    /** Closes the connections of a source. */
    public void closeAll(AddressRange source) {
        for (StreamConnection connection : open.all()) {
            if (source.contains(connection.flow().remote().getAddress())) {
                counts.add(TransportCounter.BANNED);
                connection.close();
            }
        }
    }

    /** Stops to accept and closes all connections. */
    public void close() {
        sockets.close();
        open.all().forEach(StreamConnection::close);
    }

    private StreamConnection accept(Transport transport, InetSocketAddress remote) {
        if (edge.isBanned(remote.getAddress())) {
            counts.add(TransportCounter.BANNED);
            return null;
        }
        if (open.size() >= limits.connections()) {
            counts.add(TransportCounter.CONNECTIONS_REFUSED);
            complaints.warn(() -> "p2psip.sip.connections (" + limits.connections() + ") are open: one from " + remote
                    + " is closed");
            return null;
        }
        if (!sources.enter(remote.getAddress(), limits.connectionsPerSource())) {
            counts.add(TransportCounter.CONNECTIONS_REFUSED_SOURCE);
            complaints.warn(() -> "p2psip.sip.connections-per-source (" + limits.connectionsPerSource()
                    + ") are open from " + remote.getAddress() + ": one more is closed");
            return null;
        }
        counts.add(TransportCounter.CONNECTIONS_ACCEPTED);
        return enter(new Peer(transport, remote, ""), null);
    }

    private StreamConnection connect(Peer peer) {
        if (peer.transport().isOpenedByClientOnly()) {
            counts.add(TransportCounter.CONNECT_FAILURES);
            return null;
        }
        if (open.size() >= limits.connections()) {
            counts.add(TransportCounter.CONNECTIONS_REFUSED);
            return null;
        }
        StreamConnection connection = enter(peer, peer.name());
        sockets.connect(connection).addListener(connected -> {
            if (connected.isSuccess()) {
                counts.add(TransportCounter.CONNECTIONS_OPENED);
            } else {
                counts.add(TransportCounter.CONNECT_FAILURES);
                complaints.warn(() -> "connecting to " + peer.address() + " failed: " + connected.cause());
                connection.gone();
            }
        });
        return connection;
    }

    private StreamConnection enter(Peer peer, String serverName) {
        Flow flow = new Flow(peer.transport(), peer.address(), ++lastNumber);
        StreamConnection connection = new StreamConnection(this, flow, serverName, limits.queueBytes());
        open.add(connection);
        // Nobody has shown a name yet on a TLS connection that came in: it serves its flow alone
        if (serverName != null || !peer.transport().isSecure()) {
            open.reaches(connection, Set.of(peer));
        }
        return connection;
    }

    private void sweep() {
        long now = System.nanoTime();
        long idleSince = now - TimeUnit.SECONDS.toNanos(limits.idleSeconds());
        long stalledSince = now - TimeUnit.SECONDS.toNanos(limits.messageSeconds());
        long unopenedSince = now - TimeUnit.MILLISECONDS.toNanos(limits.openTimeoutMs() + limits.connectTimeoutMs());
        for (StreamConnection connection : open.all()) {
            if (connection.isUnopenedSince(unopenedSince)) {
                counts.add(TransportCounter.CONNECTIONS_UNOPENED);
                connection.close();
            } else if (connection.isStalledSince(stalledSince)) {
                counts.add(TransportCounter.CONNECTIONS_STALLED);
                connection.close();
            } else if (connection.lastHeardNanos() - idleSince < 0) {
                counts.add(TransportCounter.CONNECTIONS_IDLE);
                connection.close();
            }
        }
    }

    /** Whom the certificate of a connection names, once the handshake is done; null when it is not who is wanted. */
    Set<String> identities(StreamConnection connection, SSLSession session) {
        if (connection.serverName() == null) {
            tls.count(TlsCounter.HANDSHAKES_SERVER);
            return tls.clientIdentities(session);
        }
        Set<String> identities = tls.serverIdentities(session);
        if (CertificateNames.isAmong(identities, connection.serverName())) {
            tls.count(TlsCounter.HANDSHAKES_CLIENT);
            return identities;
        }
        tls.count(TlsCounter.FAILURES_WRONG_NAME);
        complaints.warn(() -> "the certificate at " + connection.flow().remote() + " names " + identities + ", not "
                + connection.serverName() + " (RFC 5922 section 7)");
        return null;
    }

    void handshakeFailed(StreamConnection connection, Throwable cause) {
        TlsCounter reason = Tls.reason(cause);
        tls.count(reason);
        complaints.warn(() -> "TLS with " + connection.flow().remote() + " failed: " + reason + ", " + cause);
    }

    /** Others who are shown to be there are reached over the same connection (RFC 5923). */
    void opened(StreamConnection connection) {
        Flow flow = connection.flow();
        if (!flow.verifiedNames().isEmpty()) {
            Set<Peer> peers = new HashSet<>();
            flow.verifiedNames().forEach(name -> peers.add(new Peer(flow.transport(), flow.remote(), name)));
            open.reaches(connection, peers);
        }
    }

    void received(StreamConnection connection, Decoded decoded) {
        edge.received(connection.flow(), decoded);
    }

    void closed(StreamConnection connection) {
        Flow flow = connection.flow();
        open.remove(connection);
        if (connection.serverName() == null) {
            sources.leave(flow.remote().getAddress());
        }
        // Deferred, as the core may be the one who asked for what failed
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
