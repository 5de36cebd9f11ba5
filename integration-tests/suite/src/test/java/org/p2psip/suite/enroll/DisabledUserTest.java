package org.p2psip.suite.enroll;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

@ExtendWith(SharedNode.class)
class DisabledUserTest {
    private static final User DISMISSED = User.named("dismissed");

    @BeforeAll
    static void enroll(Node node) {
        node.enroll(List.of(DISMISSED));
    }

    private static int register(SipProbe phone) {
        SipRequest request = SipRequest.register(DISMISSED.aor())
                .with("Contact: <sip:dismissed@127.0.0.1:" + phone.localPort() + ">")
                .with("Expires: 600");
        return phone.authenticated(request, DISMISSED.name(), DISMISSED.password())
                .response()
                .status();
    }

    @Test
    void disabledUserLosesItsRegistrationsAndIsRefusedUntilItIsEnabled(Node node) {
        try (SipProbe phone = new SipProbe(node.sip())) {
            assertThat(register(phone)).isEqualTo(200);
            node.run("get", DISMISSED.aor()).succeeded();

            assertThat(node.run("users", "disable", DISMISSED.aor()).succeeded().output())
                    .contains("ended 1 registrations");
            node.run("get", DISMISSED.aor()).endedWith(Node.NOT_FOUND);
            assertThat(register(phone)).isEqualTo(403);
            assertThat(node.run("users").succeeded().output()).containsPattern(DISMISSED.aor() + ".* disabled");

            node.run("users", "enable", DISMISSED.aor()).succeeded();
            assertThat(register(phone)).isEqualTo(200);
        }
    }
}
