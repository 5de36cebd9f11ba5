package org.p2psip.edge.service.hep;

import io.netty.util.NetUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.p2psip.edge.Flow;
import org.p2psip.edge.Transport;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.service.Counts;
import org.p2psip.edge.service.Occasional;
import org.p2psip.edge.service.admin.MessageTrace;
import org.p2psip.edge.service.settings.HepSettings;
import org.p2psip.edge.service.settings.SettingRefused;

/**
 * Sends copies of SIP messages to a Homer collector over UDP, while an operator wants it. The queue is the socket's send
 * buffer: what does not fit is dropped and counted. On the event loop only, where a method does not say otherwise.
 */
@ApplicationScoped
public class HepTrace implements MessageTrace {
    private static final Logger LOG = Logger.getLogger(HepTrace.class);
    private static final int SEND_BUFFER_BYTES = 1 << 20;

    private final Counts<HepCounter> counts = new Counts<>(HepCounter.class);
    private final Occasional complaints = new Occasional(LOG);
    private final TraceFilter filter = new TraceFilter();
    private DatagramChannel socket;
    private HepPacket packet;
    private InetSocketAddress self;
    private boolean on;

    /**
     * Opens the socket; before anything is traced.
     *
     * @param settings where packets go
     * @param bound an address that SIP is served on
     * @param advertisedHost stands for this edge in the packets where it is served on all, and this is an address
     * @throws SettingRefused when nothing can be sent there
     */
    public void open(HepSettings settings, InetSocketAddress bound, String advertisedHost) {
        self = self(bound, advertisedHost);
        packet = new HepPacket(settings.captureId());
        try {
            socket = DatagramChannel.open();
            socket.configureBlocking(false);
            socket.setOption(StandardSocketOptions.SO_SNDBUF, SEND_BUFFER_BYTES);
            socket.connect(settings.collector());
        } catch (IOException e) {
            throw new SettingRefused(
                    "p2psip.hep.target", settings.collector(), "must be an address that can be sent to: " + e);
        }
    }

    private static InetSocketAddress self(InetSocketAddress bound, String advertisedHost) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(advertisedHost);
        if (!bound.getAddress().isAnyLocalAddress() || literal == null) {
            return bound;
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(literal), bound.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length, which a literal never has
        }
    }

    @Override
    public Optional<String> set(String user, boolean wanted) {
        if (socket == null) {
            return Optional.of("p2psip.hep.target must be set to HOST:PORT of a collector, and is not");
        }
        String name = user.startsWith("sip:") ? user.substring("sip:".length()) : user;
        int at = name.lastIndexOf('@');
        if (!name.isEmpty() && (at < 1 || at == name.length() - 1)) {
            return Optional.of("\"" + user + "\" must be user@domain, or empty for all messages");
        }
        String canonical = name.substring(0, at + 1) + name.substring(at + 1).toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            filter.setAll(wanted);
        } else if (!wanted) {
            filter.remove(canonical);
        } else if (!filter.add(canonical)) {
            return Optional.of("at most " + TraceFilter.MAX_USERS + " users are traced at a time: end another first");
        }
        on = !filter.isEmpty();
        LOG.infof("message trace of %s is %s", name.isEmpty() ? "everybody" : name, wanted ? "on" : "off");
        return Optional.empty();
    }

    /** Whether anything is traced. */
    public boolean isOn() {
        return on;
    }

    /** A message came in. */
    public void received(Flow from, Decoded decoded) {
        if (decoded instanceof Decoded.Complete complete) {
            trace(complete.message(), from.transport(), from.remote(), self);
        }
    }

    /** A message goes out. */
    public void sent(Transport transport, InetSocketAddress to, byte[] message) {
        if (SipParser.datagram(message, 0, message.length) instanceof Decoded.Complete complete) {
            trace(complete.message(), transport, self, to);
        }
    }

    private void trace(SipMessage message, Transport transport, InetSocketAddress from, InetSocketAddress to) {
        if (!filter.takes(message)) {
            return;
        }
        Instant now = Instant.now();
        long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + now.getNano() / 1_000;
        ByteBuffer bytes = packet.of(from, to, transport == Transport.UDP, micros, message.callId(), message.bytes());
        try {
            boolean sent = socket.write(bytes) > 0;
            counts.add(sent ? HepCounter.MESSAGES : HepCounter.DROPPED);
        } catch (IOException e) {
            counts.add(HepCounter.DROPPED);
            complaints.warn(() -> "the message trace is not delivered: " + e);
        }
    }

    /** What was counted. Any thread. */
    public Counts<HepCounter> counts() {
        return counts;
    }

    /** Ends the trace. */
    public void close() {
        on = false;
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            LOG.warn("the socket of the message trace does not close", e);
        }
    }
}
