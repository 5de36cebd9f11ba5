package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.EdgeHarness.response;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.request;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** A watcher who subscribes to the registrations of bob, whose desk phone is registered. */
abstract class RegEventScene {
    static final String WATCHER = "198.51.100.44:5099";
    static final Duration THROTTLE = Duration.ofSeconds(5);

    EdgeHarness edge = EdgeHarness.withoutAuthentication();
    private int sequence;

    @BeforeEach
    void bobIsRegistered() {
        bob("desk", 3600, 1);
    }

    void bob(String name, long expires, long cseq) {
        edge.overlay.put(
                aor("bob"),
                new Binding(name, "sip:" + name + "@" + BOB, 1000, expires, List.of(), "reg-" + name, cseq, ""));
    }

    void gone(String name) {
        List<Binding> left = edge.overlay.bindingsOf(aor("bob")).stream()
                .filter(binding -> !binding.key().equals(name))
                .toList();
        edge.overlay.clear(aor("bob"));
        left.forEach(binding -> edge.overlay.put(aor("bob"), binding));
    }

    String subscribe(String... changes) {
        sequence++;
        Map<String, String> headers = new HashMap<>();
        headers.put("Via", "SIP/2.0/UDP " + WATCHER + ";rport;branch=z9hG4bK-sub-" + sequence);
        headers.put("From", "<sip:bob@example.org>;tag=watcher");
        headers.put("To", "<sip:bob@example.org>");
        headers.put("Call-ID", "sub-1");
        headers.put("CSeq", sequence + " SUBSCRIBE");
        headers.put("Contact", "<sip:watcher@10.0.0.7:5099>");
        headers.put("Event", "reg");
        headers.put("Expires", "600");
        String uri = "sip:bob@example.org";
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i].equals("uri")) {
                uri = changes[i + 1];
            } else {
                headers.put(changes[i], changes[i + 1]);
            }
        }
        return request("SUBSCRIBE", uri, WATCHER, headers);
    }

    /** What the subscriber gets: the response, and the NOTIFYs behind it. */
    List<Sent> send(String subscribe) {
        edge.udp(WATCHER, subscribe);
        return edge.sent();
    }

    SipMessage refused(String... changes) {
        List<Sent> sent = send(subscribe(changes));
        assertThat(sent).hasSize(1);
        return sent.getFirst().message();
    }

    /** Subscribes, and accepts the first NOTIFY. */
    SipMessage subscribed(String... changes) {
        List<Sent> sent = send(subscribe(changes));
        assertThat(sent).hasSize(2);
        assertThat(sent.getFirst().message().status()).isEqualTo(200);
        accept(sent.get(1).message());
        return sent.getFirst().message();
    }

    void accept(SipMessage notify) {
        answer(notify, 200);
    }

    void answer(SipMessage notify, int status) {
        edge.udp(WATCHER, response(notify, status, null));
    }

    String inDialog(SipMessage ok, String expires, String... more) {
        String[] changes = new String[more.length + 6];
        changes[0] = "uri";
        changes[1] = ok.contacts().getFirst().uriText();
        changes[2] = "To";
        changes[3] = ok.header(Header.TO);
        changes[4] = "Expires";
        changes[5] = expires;
        System.arraycopy(more, 0, changes, 6, more.length);
        return subscribe(changes);
    }

    /** The one NOTIFY since the last look, and its retransmissions. */
    SipMessage onlyNotify() {
        List<Sent> sent = edge.sent();
        assertThat(sent).isNotEmpty();
        SipMessage notify = sent.getFirst().message();
        assertThat(sent).allMatch(one -> Arrays.equals(one.bytes(), notify.bytes()));
        assertThat(notify.method()).isEqualTo("NOTIFY");
        return notify;
    }

    static String body(SipMessage notify) {
        return new String(notify.body(), StandardCharsets.UTF_8);
    }

    static String state(SipMessage notify) {
        return notify.header("Subscription-State");
    }
}
