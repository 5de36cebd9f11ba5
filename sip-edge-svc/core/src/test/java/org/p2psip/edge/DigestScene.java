package org.p2psip.edge;

import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.register;
import static org.p2psip.edge.Messages.request;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.SipMessage;

/** An edge that asks for digest credentials, alice and bob who have the password "secret", and what alice sends. */
abstract class DigestScene {
    static final DigestAlgorithm SHA_256 = DigestAlgorithm.SHA_256;

    final EdgeHarness edge = EdgeHarness.withDigest();
    final Phone alice = new Phone("alice", "secret");
    private int sequence;

    @BeforeEach
    void usersAreEnrolled() {
        for (String user : List.of("alice", "bob")) {
            edge.overlay.enroll(
                    aor(user),
                    Map.of(
                            "SHA-256", Ha1.of(SHA_256, user, EdgeHarness.DOMAIN, "secret"),
                            "MD5", Ha1.of(DigestAlgorithm.MD5, user, EdgeHarness.DOMAIN, "secret")));
        }
        edge.overlay.put(aor("bob"), binding("sip:bob@" + BOB));
    }

    Map<String, String> next(String method, String... more) {
        sequence++;
        Map<String, String> headers = new HashMap<>();
        headers.put("CSeq", sequence + " " + method);
        headers.put("Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-" + sequence);
        for (int i = 0; i < more.length; i += 2) {
            headers.put(more[i], more[i + 1]);
        }
        return headers;
    }

    String freshNonce() {
        edge.udp(ALICE, register(next("REGISTER")));
        return Phone.nonce(edge.onlyResponse());
    }

    SipMessage registerWith(String credentials, String... more) {
        Map<String, String> headers = next("REGISTER", more);
        headers.put("Authorization", credentials);
        edge.udp(ALICE, register(headers));
        return edge.onlyResponse();
    }

    String answer(Phone phone, String nonce, int count) {
        return phone.answer(SHA_256, "REGISTER", "sip:example.org", nonce, count);
    }

    String invite(String uri, String... more) {
        return request("INVITE", uri, ALICE, next("INVITE", more));
    }
}
