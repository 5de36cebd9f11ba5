package org.p2psip.edge;

import static org.p2psip.edge.EdgeHarness.address;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.outbound.OutboundConfig;
import org.p2psip.edge.route.AdvertisedAddress;

/**
 * Two edges of a site: one secret, one overlay, one clock. What one sends to the other arrives; what leads elsewhere is
 * kept for the test.
 */
final class Site {
    static final String A = "192.0.2.1:5060";
    static final String B = "192.0.2.9:5060";
    private static final Duration STEP = Duration.ofMillis(100);
    private static final long LINK = 1_000_000;

    final FakeOverlay overlay = new FakeOverlay();
    EdgeHarness a;
    EdgeHarness b;
    private final EdgeConfig.Auth auth;
    private final OutboundConfig outbound;
    private final Set<String> dead = new HashSet<>();
    private final Set<String> silent = new HashSet<>();
    private final Set<Long> closed = new HashSet<>();
    private final List<Sent> outside = new ArrayList<>();
    private long seed;
    private long connections;

    Site() {
        this(EdgeConfig.Auth.NONE, OutboundConfig.defaults());
    }

    Site(EdgeConfig.Auth auth, OutboundConfig outbound) {
        this.auth = auth;
        this.outbound = outbound;
        a = edge(A);
        b = edge(B);
    }

    private EdgeHarness edge(String address) {
        String host = host(address);
        AdvertisedAddress advertised = new AdvertisedAddress(host, host, 5060, 5061, 8080, 8443);
        TestConfig config = new TestConfig();
        config.advertised = advertised;
        config.outbound = outbound;
        config.auth = auth;
        return new EdgeHarness(config.make(), overlay, ++seed);
    }

    /** A new run of edge B, which knows nothing of the former. */
    void restartB() {
        b = edge(B);
    }

    /** Nothing listens there any more. */
    void dies(String edge) {
        dead.add(edge);
    }

    /** What is sent there gets lost. */
    void vanishes(String edge) {
        silent.add(edge);
    }

    /** A stream that a phone opened. */
    Flow stream(Transport transport, String phone) {
        return new Flow(transport, address(phone), ++connections);
    }

    /** The stream is closed, and its edge is told. */
    void closes(EdgeHarness edge, Flow flow) {
        closed.add(flow.connection());
        edge.closed(flow);
        settle();
    }

    /** The stream is closed, and its edge has not noticed. */
    void breaks(Flow flow) {
        closed.add(flow.connection());
    }

    void udp(EdgeHarness edge, String from, String message) {
        edge.udp(from, message);
        settle();
    }

    void over(EdgeHarness edge, Flow flow, String message) {
        edge.over(flow, message);
        settle();
    }

    void pass(Duration time) {
        for (Duration gone = Duration.ZERO; gone.compareTo(time) < 0; gone = gone.plus(STEP)) {
            a.pass(STEP);
            b.pass(STEP);
            settle();
        }
    }

    /** What left the site since the last call. */
    List<Sent> outside() {
        List<Sent> all = List.copyOf(outside);
        outside.clear();
        return all;
    }

    private static String host(String address) {
        return address.substring(0, address.indexOf(':'));
    }

    private void settle() {
        boolean busy = true;
        while (busy) {
            busy = carry(a, A, b, B) | carry(b, B, a, A);
        }
    }

    private boolean carry(EdgeHarness from, String fromAddress, EdgeHarness to, String toAddress) {
        List<Sent> sent = from.sent();
        for (Sent one : sent) {
            if (one.flow() != null && closed.contains(one.flow().connection()) && one.to() == null) {
                from.sendFailed(one);
            } else if (one.to() == null || !host(toAddress).equals(host(one.toText()))) {
                outside.add(one);
            } else if (dead.contains(toAddress)) {
                if (one.failureToken() != 0) {
                    from.sendFailed(one);
                }
            } else if (!silent.contains(toAddress)) {
                Flow link = one.transport() == Transport.UDP
                        ? Flow.udp(address(fromAddress))
                        : new Flow(one.transport(), address(fromAddress), LINK);
                to.over(link, new String(one.bytes(), StandardCharsets.ISO_8859_1));
            }
        }
        return !sent.isEmpty();
    }
}
