package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.request;

import java.util.HashMap;
import java.util.Map;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.SipMessage;

/** An edge with users alice and bob, and trunks that the test plays. */
final class TrunkScene {
    static final String A1 = "198.51.100.51:5060";
    static final String A2 = "198.51.100.52:5060";
    static final String B1 = "198.51.100.61:5060";

    final EdgeHarness edge = EdgeHarness.withDigest();
    private int calls;

    TrunkScene(TrunkFile file) {
        for (String user : new String[] {"alice", "bob"}) {
            String ha1 = Ha1.of(DigestAlgorithm.MD5, user, EdgeHarness.DOMAIN, "secret");
            edge.overlay.enroll(aor(user), Map.of("MD5", ha1));
        }
        edge.overlay.put(aor("alice"), binding("sip:alice@" + ALICE));
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
        edge.trunks(file.read());
        edge.sent();
    }

    /** Trunk a with two hosts, the first preferred; it takes everything and may call from its first host. */
    static TrunkFile.Trunk trunkA() {
        return new TrunkFile.Trunk("a")
                .host("sip:" + A1, 0, 1)
                .host("sip:" + A2, 1, 1)
                .source("198.51.100.51/32");
    }

    static TrunkFile.Trunk trunkB() {
        return new TrunkFile.Trunk("b").host("sip:" + B1, 0, 1).source("198.51.100.61/32");
    }

    /** Alice sends a request with credentials; what the edge did is in the harness. */
    String send(String method, String uri, Map<String, String> changes) {
        calls++;
        Map<String, String> headers = new HashMap<>(changes);
        headers.putIfAbsent("Call-ID", "call-" + calls);
        headers.putIfAbsent("To", "<" + uri + ">");
        edge.udp(ALICE, request(method, uri, ALICE, via(headers, calls + "-1")));
        SipMessage challenge = edge.onlyResponse();
        assertThat(challenge.status()).isEqualTo(407);
        String credentials =
                new Phone("alice", "secret").answer(DigestAlgorithm.MD5, method, uri, Phone.nonce(challenge), 1);
        headers.put("Proxy-Authorization", credentials);
        headers.put("CSeq", "2 " + method);
        String signed = request(method, uri, ALICE, via(headers, calls + "-2"));
        edge.udp(ALICE, signed);
        return signed;
    }

    /** Alice calls; the request that the edge sent out. */
    Sent call(String uri) {
        return call(uri, Map.of());
    }

    Sent call(String uri, Map<String, String> changes) {
        send("INVITE", uri, changes);
        var requests = edge.requests();
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    /** The status that alice's call is refused with. */
    SipMessage refused(String uri) {
        send("INVITE", uri, Map.of());
        return edge.onlyResponse();
    }

    private static Map<String, String> via(Map<String, String> headers, String branch) {
        Map<String, String> all = new HashMap<>(headers);
        all.putIfAbsent("Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-call-" + branch);
        return all;
    }

    /** A call of a trunk's host. */
    static String inbound(String host, String uri, Map<String, String> changes) {
        Map<String, String> headers = new HashMap<>();
        headers.put("From", "<sip:+33123456789@trunk.example>;tag=trunk-tag");
        headers.put("To", "<" + uri + ">");
        headers.put("Contact", "<sip:gw@" + host + ">");
        headers.putAll(changes);
        String call = headers.getOrDefault("Call-ID", "call-1")
                + headers.getOrDefault("CSeq", "1").charAt(0);
        headers.putIfAbsent("Via", "SIP/2.0/UDP " + host + ";rport;branch=z9hG4bK-in-" + call);
        return request("INVITE", uri, host, headers);
    }
}
