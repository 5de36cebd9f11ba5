package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.invite;
import static org.p2psip.edge.Messages.register;
import static org.p2psip.edge.Messages.request;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** Bob, who is only reached over his flow, Alice, who calls him, and what is looked for in what they get. */
final class FlowCalls {
    static final String NAT = "203.0.113.5:40000";
    static final String BOBS_CONTACT = "sip:bob@10.0.0.2:5064";

    private FlowCalls() {}

    static void bobRegisters(Site site, EdgeHarness edge, Flow flow, int regId, int cseq) {
        Map<String, String> headers = new HashMap<>();
        headers.put("To", "<sip:bob@example.org>");
        headers.put("From", "<sip:bob@example.org>;tag=b");
        headers.put("Call-ID", "reg-bob-" + regId);
        headers.put("CSeq", cseq + " REGISTER");
        headers.put("Via", "SIP/2.0/" + flow.transport() + " 10.0.0.2:5064;rport;branch=z9hG4bKr" + regId + cseq);
        String ids = ";+sip.instance=\"<urn:uuid:0-b>\";reg-id=" + regId;
        headers.put("Contact", "<" + BOBS_CONTACT + ">" + (regId == 0 ? "" : ids));
        headers.put("Supported", "path, outbound");
        site.over(edge, flow, register(headers));
        assertThat(site.outside().getLast().message().status()).isEqualTo(200);
    }

    static Sent only(String method, List<Sent> sent) {
        List<Sent> matching = sent.stream()
                .filter(one ->
                        one.message().isRequest() && one.message().method().equals(method))
                .toList();
        assertThat(matching).as("%s in %s", method, sent).hasSize(1);
        return matching.getFirst();
    }

    static SipMessage finalResponse(List<Sent> sent) {
        return sent.stream()
                .map(Sent::message)
                .filter(one -> !one.isRequest() && one.status() >= 200)
                .reduce((first, second) -> {
                    throw new AssertionError("two final responses: " + first + second);
                })
                .orElseThrow(() -> new AssertionError("no final response in " + sent));
    }

    static Sent aliceCalls(Site site) {
        site.udp(site.a, ALICE, invite());
        return only("INVITE", site.outside());
    }

    /** What bob sends inside the dialog of an INVITE that reached him. */
    static String fromBob(String method, SipMessage invite, Flow flow) {
        return request(
                method,
                invite.contacts().getFirst().uriText(),
                ALICE,
                Map.of(
                        "Via", "SIP/2.0/" + flow.transport() + " 10.0.0.2:5064;rport;branch=z9hG4bK-bob-" + method,
                        "From", invite.header(Header.TO) + ";tag=bob-tag",
                        "To", invite.header(Header.FROM),
                        "Route", String.join(", ", invite.values(Header.RECORD_ROUTE)),
                        "Contact", "<" + BOBS_CONTACT + ">"));
    }

    static String fromAlice(String method, int cseq, SipMessage ok) {
        return Messages.inDialog(method, cseq, ok, Map.of());
    }

    static void assertReached(Sent sent, Flow phone) {
        assertThat(sent.flow()).isEqualTo(phone);
        assertThat(sent.to()).as("no other way").isNull();
    }
}
