package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;

/** A user with two phones: his address reaches both, a GRUU the one that it is of. */
@ExtendWith(SharedNode.class)
class GruuTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration NOTHING = Duration.ofMillis(300);
    private static final Pattern GRUU = Pattern.compile("(pub|temp)-gruu=\"([^\"]+)\"");
    private static final User CALLER = User.named("gruu-caller");
    private static final User TWO_PHONES = User.named("two-phones");

    @Test
    void requestToAGruuReachesThatPhoneAloneAndToTheAddressBoth(Node node) {
        node.enroll(List.of(CALLER, TWO_PHONES));
        try (SipProbe desk = new SipProbe(node.sip());
                SipProbe mobile = new SipProbe(node.sip());
                SipProbe caller = new SipProbe(node.sip())) {
            register(mobile, "urn:uuid:00000000-0000-1000-8000-000000000002");
            String contact = register(desk, "urn:uuid:00000000-0000-1000-8000-000000000001");
            String pub = gruu(contact, "pub");
            String temp = gruu(contact, "temp");
            assertThat(pub).isEqualTo(TWO_PHONES.aor() + ";gr=urn:uuid:00000000-0000-1000-8000-000000000001");
            assertThat(temp).doesNotContain(TWO_PHONES.name());

            for (String uri : List.of(pub, temp)) {
                call(caller, uri);
                answer(desk);
                assertThat(mobile.receive(GruuTest::isRequest, NOTHING)).isEmpty();
            }
            call(caller, TWO_PHONES.aor());
            answer(desk);
            answer(mobile);
        }
    }

    /** The Contact value of that phone in the 200. */
    private static String register(SipProbe phone, String instance) {
        String address = "127.0.0.1:" + phone.localPort();
        SipRequest register = SipRequest.register(TWO_PHONES.aor())
                .with("Contact: <sip:two-phones@" + address + ">;+sip.instance=\"<" + instance + ">\"")
                .with("Supported: gruu")
                .with("Expires: 600");
        SipResponse ok = phone.authenticated(register, TWO_PHONES.name(), TWO_PHONES.password())
                .response();
        assertThat(ok.status()).isEqualTo(200);
        return ok.headers("Contact").stream()
                .filter(contact -> contact.contains(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no contact " + address + " in " + ok));
    }

    private static String gruu(String contact, String kind) {
        Matcher gruu = GRUU.matcher(contact);
        while (gruu.find()) {
            if (gruu.group(1).equals(kind)) {
                return gruu.group(2);
            }
        }
        throw new AssertionError("no " + kind + "-gruu in " + contact);
    }

    /** A MESSAGE of the caller, as far as to the phones: they answer it themselves. */
    private static void call(SipProbe caller, String uri) {
        SipRequest message = SipRequest.of("MESSAGE", uri, CALLER.aor(), uri);
        SipResponse challenge = caller.transact(message).response();
        assertThat(challenge.status()).isEqualTo(407);
        caller.sendAuthenticated(message.again(), challenge, CALLER.name(), CALLER.password());
    }

    private static boolean isRequest(SipResponse message) {
        return message.text().startsWith("MESSAGE ");
    }

    private static void answer(SipProbe phone) {
        phone.answer(phone.await(GruuTest::isRequest, LIMIT));
    }
}
