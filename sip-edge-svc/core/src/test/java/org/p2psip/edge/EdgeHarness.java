package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.p2psip.edge.locate.FakeDns;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.protect.ProtectConfig;
import org.p2psip.edge.trunk.Trunks;

/** An edge with an overlay in memory, a clock that the test moves, and a list of what was sent. */
final class EdgeHarness {
    static final String EDGE = "192.0.2.1:5060";
    static final String DOMAIN = "example.org";
    static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** A message that the edge sent. */
    record Sent(
            Transport transport, InetSocketAddress to, String serverName, Flow flow, byte[] bytes, long failureToken) {
        /** What was sent; null for the answer to a keepalive. */
        SipMessage message() {
            return parsed(bytes);
        }

        /** The first line: the answer to a malformed request may be as malformed in what it has to copy. */
        String firstLine() {
            return new String(bytes, StandardCharsets.ISO_8859_1).split("\r\n", 2)[0];
        }

        String toText() {
            return to == null ? null : to.getAddress().getHostAddress() + ":" + to.getPort();
        }
    }

    final FakeOverlay overlay;
    final List<CallRecord> calls = new ArrayList<>();
    final FakeDns dns = new FakeDns();
    final List<EdgeCommand.Banned> banned = new ArrayList<>();
    final SipEdge edge;
    private final List<EdgeCommand> commands = new ArrayList<>();
    private final List<Sent> sent = new ArrayList<>();
    private long nanos = 1_000_000_000_000L;
    private long epochMillis = 1_800_000_000_000L;

    EdgeHarness(EdgeConfig config) {
        this(config, new FakeOverlay(), 1);
    }

    /** @param seed what the edge takes its secrets from: another one for each run of each edge */
    EdgeHarness(EdgeConfig config, FakeOverlay overlay, long seed) {
        this.overlay = overlay;
        edge = new SipEdge(config, new Random(seed), commands::add);
    }

    static EdgeHarness withoutAuthentication() {
        return new TestConfig().start();
    }

    static EdgeHarness withDigest() {
        return TestConfig.withDigest().start();
    }

    static EdgeConfig config(EdgeConfig.Auth auth, EdgeConfig.Limits limits) {
        return config(auth, limits, ProtectConfig.off());
    }

    static EdgeConfig config(EdgeConfig.Auth auth, EdgeConfig.Limits limits, ProtectConfig protect) {
        TestConfig config = new TestConfig();
        config.auth = auth;
        config.limits = limits;
        config.protect = protect;
        return config.make();
    }

    long now() {
        return nanos;
    }

    /** A datagram, with line ends of either kind. */
    EdgeHarness udp(String from, String message) {
        byte[] bytes = wire(message);
        return receive(Flow.udp(address(from)), SipParser.datagram(bytes, 0, bytes.length));
    }

    EdgeHarness udp(String from, byte[] message) {
        return receive(Flow.udp(address(from)), SipParser.datagram(message, 0, message.length));
    }

    /** A message on a stream. */
    EdgeHarness over(Flow flow, String message) {
        byte[] bytes = wire(message);
        return receive(flow, SipParser.datagram(bytes, 0, bytes.length));
    }

    /** A stream is closed. */
    EdgeHarness closed(Flow flow) {
        edge.flowClosed(flow, nanos);
        return run();
    }

    EdgeHarness receive(Flow flow, Decoded decoded) {
        edge.received(flow, decoded, nanos, epochMillis);
        return run();
    }

    /** Moves the clock on, timer by timer. */
    EdgeHarness pass(Duration time) {
        long end = nanos + time.toNanos();
        while (edge.nextDeadline() <= end) {
            tick(Math.max(edge.nextDeadline(), nanos));
            edge.advance(nanos);
            run();
        }
        tick(end);
        return this;
    }

    private void tick(long to) {
        epochMillis += (to - nanos) / 1_000_000;
        nanos = to;
    }

    /** Other trunks hold from now on. */
    EdgeHarness trunks(Trunks trunks) {
        edge.trunksChanged(trunks, nanos);
        return run();
    }

    EdgeHarness sendFailed(Sent message) {
        assertThat(message.failureToken()).isNotZero();
        edge.sendFailed(message.failureToken(), nanos);
        return run();
    }

    /** Answers the questions that the overlay was told to hold. */
    EdgeHarness release() {
        overlay.release().forEach(this::answer);
        return run();
    }

    private void answer(EdgeCommand question) {
        long token =
                switch (question) {
                    case EdgeCommand.Lookup lookup -> lookup.token();
                    case EdgeCommand.FetchCredentials fetch -> fetch.token();
                    case EdgeCommand.StoreBindings store -> store.token();
                    case EdgeCommand.FindGateways find -> find.token();
                    case EdgeCommand.PublishGateways publish -> publish.token();
                    default -> throw new IllegalArgumentException("no question: " + question);
                };
        edge.answered(token, overlay.answer(question), nanos);
    }

    EdgeHarness drain() {
        edge.drain();
        return run();
    }

    /** An event of a generation that nobody knows. */
    EdgeHarness changed(Aor aor) {
        return changed(aor, 0);
    }

    EdgeHarness changed(Aor aor, long generation) {
        edge.routeSetChanged(aor, generation, nanos);
        return run();
    }

    private EdgeHarness run() {
        while (!commands.isEmpty()) {
            EdgeCommand command = commands.removeFirst();
            switch (command) {
                case EdgeCommand.SendTo send ->
                    sent.add(new Sent(
                            send.transport(), send.to(), send.serverName(), null, send.message(), send.failureToken()));
                case EdgeCommand.SendOnFlow send ->
                    sent.add(new Sent(
                            send.flow().transport(),
                            send.elseTo(),
                            null,
                            send.flow(),
                            send.message(),
                            send.failureToken()));
                case EdgeCommand.Banned ban -> banned.add(ban);
                case EdgeCommand.PublishCall publish -> calls.add(publish.call());
                case EdgeCommand.AskDns ask -> edge.dnsAnswered(ask.token(), dns.answer(ask.question()), nanos);
                default -> {
                    if (!overlay.keeps(command)) {
                        answer(command);
                    }
                }
            }
        }
        return this;
    }

    /** Everything sent since the last call of this. Null stands for what is no message: the answer to a keepalive. */
    List<Sent> sent() {
        List<Sent> copy = new ArrayList<>(sent);
        sent.clear();
        return copy;
    }

    /** The one message sent since the last call, 100 Trying apart. */
    Sent onlySent() {
        List<Sent> all = sent().stream()
                .filter(one -> one.message().isRequest() || one.message().status() != 100)
                .toList();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    /** The one response sent since the last call, 100 Trying apart. */
    SipMessage onlyResponse() {
        Sent only = onlySent();
        assertThat(only.message().isRequest()).as("%s", only.message()).isFalse();
        return only.message();
    }

    /** The requests sent since the last call. */
    List<Sent> requests() {
        return sent().stream().filter(one -> one.message().isRequest()).toList();
    }

    /** A response to a request that the edge sent, as a phone makes it. */
    static String response(SipMessage request, int status, String toTag, String... headers) {
        StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Reason\n");
        request.values(Header.VIA)
                .forEach(via -> text.append("Via: ").append(via).append('\n'));
        request.values(Header.RECORD_ROUTE)
                .forEach(route -> text.append("Record-Route: ").append(route).append('\n'));
        text.append("From: ").append(request.header(Header.FROM)).append('\n');
        boolean tagged = request.to().tag() != null || toTag == null;
        text.append("To: ")
                .append(request.header(Header.TO))
                .append(tagged ? "" : ";tag=" + toTag)
                .append('\n');
        text.append("Call-ID: ").append(request.callId()).append('\n');
        text.append("CSeq: ").append(request.cseq()).append('\n');
        for (String header : headers) {
            text.append(header).append('\n');
        }
        return text.append("Content-Length: 0\n\n").toString();
    }

    static byte[] wire(String message) {
        return message.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    static SipMessage parsed(byte[] bytes) {
        Decoded decoded = SipParser.datagram(bytes, 0, bytes.length);
        if (decoded instanceof Decoded.KeepAlive) {
            return null;
        }
        assertThat(decoded)
                .as("what the edge sent: %s", new String(bytes, StandardCharsets.ISO_8859_1))
                .isInstanceOf(Decoded.Complete.class);
        return ((Decoded.Complete) decoded).message();
    }

    static InetSocketAddress address(String hostPort) {
        int colon = hostPort.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    InetAddress.getByName(hostPort.substring(0, colon)),
                    Integer.parseInt(hostPort.substring(colon + 1)));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(hostPort, e);
        }
    }
}
