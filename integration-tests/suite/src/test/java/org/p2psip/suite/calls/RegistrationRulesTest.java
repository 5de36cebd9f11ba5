package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;

/** What a registrar refuses and removes (RFC 3261 section 10.3), with a real store behind it. */
@ExtendWith(SharedNode.class)
class RegistrationRulesTest {
    private static final User HASTY = User.named("rules-hasty");
    private static final User LEAVER = User.named("rules-leaver");
    private static final User OLD = User.named("rules-old");

    @BeforeAll
    static void enroll(Node node) {
        node.enroll(List.of(HASTY, LEAVER, OLD));
    }

    @Test
    void registrationThatIsTooBriefIsToldTheShortestTimeAndNotStored(Node node) {
        try (SipProbe phone = new SipProbe(node.sip())) {
            SipResponse refused = send(phone, HASTY, register(HASTY, phone, "59"));
            assertThat(refused.status()).isEqualTo(423);
            assertThat(refused.header("Min-Expires")).hasValue("60");
            node.run("get", HASTY.aor()).endedWith(Node.NOT_FOUND);

            assertThat(send(phone, HASTY, register(HASTY, phone, "60")).status())
                    .isEqualTo(200);
            assertThat(node.run("get", HASTY.aor()).succeeded().output()).contains(":" + phone.localPort());
        }
    }

    @Test
    void wildcardRemovesThePhonesOfAUserAndOfNobodyElse(Node node) {
        try (SipProbe desk = new SipProbe(node.sip());
                SipProbe mobile = new SipProbe(node.sip())) {
            assertThat(send(desk, LEAVER, register(LEAVER, desk, "600")).status())
                    .isEqualTo(200);
            assertThat(send(mobile, LEAVER, register(LEAVER, mobile, "600")).headers("Contact"))
                    .hasSize(2);
            assertThat(send(desk, OLD, register(OLD, desk, "600")).status()).isEqualTo(200);

            SipRequest all = SipRequest.register(LEAVER.aor()).with("Contact: *");
            assertThat(send(desk, LEAVER, all).status()).as("without Expires").isEqualTo(400);
            assertThat(send(desk, LEAVER, all.again().again().with("Expires: 600"))
                            .status())
                    .isEqualTo(400);
            assertThat(node.run("get", LEAVER.aor()).succeeded().output())
                    .contains(":" + desk.localPort(), ":" + mobile.localPort());

            SipResponse removed = send(
                    desk,
                    LEAVER,
                    SipRequest.register(LEAVER.aor()).with("Contact: *").with("Expires: 0"));
            assertThat(removed.status()).isEqualTo(200);
            assertThat(removed.headers("Contact")).isEmpty();
            node.run("get", LEAVER.aor()).endedWith(Node.NOT_FOUND);
            node.run("get", OLD.aor()).succeeded();
        }
    }

    /** RFC 3261 10.3 step 7: a CSeq that is not higher, of the same Call-ID. */
    @ParameterizedTest
    @ValueSource(strings = {"600", "0"})
    void requestThatIsOlderThanTheRegistrationChangesNothing(String expires, Node node) {
        try (SipProbe phone = new SipProbe(node.sip())) {
            SipRequest first = register(OLD, phone, "600");
            SipRequest latest = first.again().again().again().again();
            assertThat(send(phone, OLD, latest).status()).isEqualTo(200);
            SipRequest older = new SipRequest(
                            "REGISTER", first.uri(), first.from(), first.to(), "", first.callId(), 1, List.of())
                    .with(contact(phone))
                    .with("Expires: " + expires);
            assertThat(send(phone, OLD, older).status()).isEqualTo(500);
            assertThat(node.run("get", OLD.aor()).succeeded().output()).contains(":" + phone.localPort());
        }
    }

    private static SipRequest register(User user, SipProbe phone, String expires) {
        return SipRequest.register(user.aor()).with(contact(phone)).with("Expires: " + expires);
    }

    private static String contact(SipProbe phone) {
        return "Contact: <sip:rules@127.0.0.1:" + phone.localPort() + ">";
    }

    private static SipResponse send(SipProbe phone, User user, SipRequest request) {
        return phone.authenticated(request, user.name(), user.password()).response();
    }
}
