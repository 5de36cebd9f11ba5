package org.p2psip.edge;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Messages as phones send them. */
final class Messages {
    static final String ALICE = "198.51.100.1:5062";
    static final String BOB = "198.51.100.2:5064";

    private Messages() {}

    /** A request without a body; headers of these names replace the usual ones, "" leaves one out. */
    static String request(String method, String uri, String from, Map<String, String> changes) {
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        headers.put("Via", "SIP/2.0/UDP " + from + ";rport;branch=z9hG4bK-" + method + "-1");
        headers.put("Max-Forwards", "70");
        headers.put("From", "<sip:alice@example.org>;tag=alice-tag");
        headers.put("To", "<sip:bob@example.org>");
        headers.put("Call-ID", "call-1");
        headers.put("CSeq", "1 " + method);
        headers.put("Contact", "<sip:alice@" + from + ">");
        headers.putAll(changes);
        headers.putIfAbsent("Content-Length", "0");
        String lines = headers.entrySet().stream()
                .filter(header -> !header.getValue().isEmpty())
                .map(header -> header.getKey() + ": " + header.getValue() + "\n")
                .collect(Collectors.joining());
        return method + " " + uri + " SIP/2.0\n" + lines + "\n";
    }

    static String invite(Map<String, String> changes) {
        return request("INVITE", "sip:bob@example.org", ALICE, changes);
    }

    static String invite() {
        return invite(Map.of());
    }

    /** A REGISTER of alice, or with other To and From of somebody else. */
    static String register(Map<String, String> changes) {
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        headers.put("To", "<sip:alice@example.org>");
        headers.putAll(changes);
        return request("REGISTER", "sip:example.org", ALICE, headers);
    }

    /** The ACK to a response of 300 or above. */
    static String ackOfRefusal(String invite, SipMessage response) {
        SipMessage request = EdgeHarness.parsed(EdgeHarness.wire(invite));
        return "ACK " + request.requestUri() + " SIP/2.0\nVia: " + request.header(Header.VIA) + "\nFrom: "
                + request.header(Header.FROM) + "\nTo: " + response.header(Header.TO) + "\nCall-ID: "
                + request.callId() + "\nMax-Forwards: 70\nCSeq: "
                + request.cseq().number()
                + " ACK\nContent-Length: 0\n\n";
    }

    /** The CANCEL of an INVITE. */
    static String cancelOf(String invite) {
        SipMessage request = EdgeHarness.parsed(EdgeHarness.wire(invite));
        return "CANCEL " + request.requestUri() + " SIP/2.0\nVia: " + request.header(Header.VIA) + "\nFrom: "
                + request.header(Header.FROM) + "\nTo: " + request.header(Header.TO) + "\nCall-ID: "
                + request.callId() + "\nMax-Forwards: 70\nCSeq: "
                + request.cseq().number()
                + " CANCEL\nContent-Length: 0\n\n";
    }

    /** A request of the caller inside the dialog that the 2xx opened. */
    static String inDialog(String method, long cseq, SipMessage ok, Map<String, String> changes) {
        Map<String, String> headers = new java.util.LinkedHashMap<>();
        headers.put("Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-" + method + "-" + cseq);
        headers.put("From", ok.header(Header.FROM));
        headers.put("To", ok.header(Header.TO));
        headers.put("Call-ID", ok.callId());
        headers.put("CSeq", cseq + " " + method);
        List<String> route = ok.values(Header.RECORD_ROUTE);
        if (!route.isEmpty()) {
            headers.put("Route", String.join(", ", route.reversed()));
        }
        headers.putAll(changes);
        return request(method, ok.contacts().getFirst().uriText(), ALICE, headers);
    }

    static Aor aor(String user) {
        return new Aor(user, EdgeHarness.DOMAIN);
    }

    static Binding binding(String contact, int q) {
        return new Binding(contact, contact, q, 3600, List.of(), "reg-" + contact, 1, "");
    }

    static Binding binding(String contact) {
        return binding(contact, 1000);
    }
}
