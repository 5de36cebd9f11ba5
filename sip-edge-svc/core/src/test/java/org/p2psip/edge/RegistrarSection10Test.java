package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.aor;
import static org.p2psip.edge.Messages.register;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.registrar.RegistrarConfig;
import org.p2psip.edge.registrar.RegistrarConfig.PathPolicy;

/** RFC 3261 section 10.3 step by step, with what RFC 3327 and RFC 3608 add. */
class RegistrarSection10Test {
    private static final String PHONE = "sip:alice@198.51.100.1:5062";
    private static final String OTHER = "sip:alice@198.51.100.9";

    private EdgeHarness edge = EdgeHarness.withoutAuthentication();
    private int branch;

    private static EdgeHarness with(PathPolicy path, boolean serviceRoute) {
        TestConfig config = new TestConfig();
        config.registrar = new RegistrarConfig(path, serviceRoute);
        return config.start();
    }

    private SipMessage send(int cseq, String... headers) {
        Map<String, String> all = new HashMap<>();
        all.put("CSeq", cseq + " REGISTER");
        all.put("Via", "SIP/2.0/UDP " + ALICE + ";rport;branch=z9hG4bK-s" + branch++);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        edge.udp(ALICE, register(all));
        return edge.onlyResponse();
    }

    private List<String> contacts() {
        return edge.overlay.bindingsOf(aor("alice")).stream()
                .map(Binding::contact)
                .toList();
    }

    /** Step 7: the contact's parameter, else the header, else the default; bounds; what cannot be read is an hour. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            -         | -     | 200 | 3600
            120       | -     | 200 | 120
            -         | 600   | 200 | 600
            120       | 600   | 200 | 120
            9999      | -     | 200 | 7200
            -         | 99999 | 200 | 7200
            soon      | -     | 200 | 3600
            -         | soon  | 200 | 3600
            60        | -     | 200 | 60
            59        | -     | 423 | -
            -         | 1     | 423 | -
            4294967296| -     | 200 | 3600
            """)
    void timeToLive(String ofContact, String ofAll, int status, String granted) {
        String contact = "<" + PHONE + ">" + (ofContact == null ? "" : ";expires=" + ofContact);
        SipMessage response = send(1, "Contact", contact, "Expires", ofAll == null ? "" : ofAll);
        assertThat(response.status()).isEqualTo(status);
        if (status == 423) {
            assertThat(response.header(Header.MIN_EXPIRES)).isEqualTo("60");
            assertThat(edge.overlay.asked()).isEmpty();
        } else {
            assertThat(response.contacts().getFirst().param("expires")).isEqualTo(granted);
        }
    }

    /** Steps 6 and 7: what a Contact may be. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            textBlock =
                    """
            *                                                          | 0  | 200 | -
            *                                                          | 60 | 400 | Contact * Needs Expires 0
            *                                                          | -  | 400 | Contact * Needs Expires 0
            <sip:a@198.51.100.1>, *                                    | 0  | 400 | Malformed Contact
            <sip:a@198.51.100.1>;q=0.333                               | -  | 200 | -
            <sip:a@198.51.100.1>;q=1.1                                 | -  | 400 | Malformed Contact
            <sip:a@198.51.100.1>;q=x                                   | -  | 400 | Malformed Contact
            <sip:@198.51.100.1>                                        | -  | 400 | Malformed Contact
            <sip:a@198.51.100.1:x>                                     | -  | 400 | Malformed Contact
            <tel:+12025550100>                                         | -  | 200 | -
            <mailto:alice@example.org>                                 | -  | 200 | -
            <sips:a@198.51.100.1>                                      | -  | 200 | -
            <sip:a@198.51.100.1>;+sip.instance="<urn:uuid:1>"          | -  | 200 | -
            <sip:a@198.51.100.1>;+sip.instance="<urn:uuid:1>";reg-id=0 | -  | 400 | Malformed Contact
            <sip:a@198.51.100.1>;+sip.instance="<urn:uuid:1>";reg-id=x | -  | 400 | Malformed Contact
            <sip:a@198.51.100.1>;+sip.instance="<>"                    | -  | 400 | Malformed Contact
            <sip:alice@example.org>;+sip.instance="<urn:uuid:1>"       | -  | 403 | Contact Is Its Own Address
            <sip:alice@example.org;gr=urn:uuid:2>                      | -  | 403 | Contact Is Its Own Address
            <sip:tgruu.abc@example.org;gr>                             | -  | 403 | Contact Is Its Own Address
            <tel:+12025550100>;+sip.instance="<urn:uuid:1>"            | -  | 403 | Contact Is Its Own Address
            """)
    void contact(String contact, String expires, int status, String reason) {
        SipMessage response = send(1, "Contact", contact, "Expires", expires == null ? "" : expires);
        assertThat(response.status()).isEqualTo(status);
        if (reason != null) {
            assertThat(response.reason()).isEqualTo(reason);
            assertThat(edge.overlay.asked()).isEmpty();
        }
    }

    @Test
    void eachContactHasItsOwnTimeAndPreferenceAndZeroRemovesOnlyIts() {
        send(1, "Contact", "<" + PHONE + ">;expires=100;q=0.3, <" + OTHER + ">;q=0.7", "Expires", "200");
        SipMessage listed = send(2, "Contact", "");
        assertThat(listed.values(Header.CONTACT))
                .containsExactlyInAnyOrder("<" + PHONE + ">;q=0.3;expires=100", "<" + OTHER + ">;q=0.7;expires=200");

        SipMessage left = send(3, "Contact", "<" + PHONE + ">;expires=0");
        assertThat(left.values(Header.CONTACT)).containsExactly("<" + OTHER + ">;q=0.7;expires=200");
    }

    @Test
    void otherBindingsOfTheUserAreListedAndKept() {
        send(1);
        SipMessage ok = send(1, "Call-ID", "other-phone", "Contact", "<" + OTHER + ">");
        assertThat(ok.contacts()).hasSize(2);
        assertThat(contacts()).containsExactly(PHONE, OTHER);
    }

    @Test
    void removingWhatIsNotThereSucceeds() {
        assertThat(send(1, "Expires", "0").status()).isEqualTo(200);
    }

    @Test
    void olderOrEqualCSeqOfTheSameCallIdChangesNothing() {
        send(5, "Contact", "<" + PHONE + ">;q=0.5");
        assertThat(send(5, "Contact", "<" + PHONE + ">;q=0.1").status()).isEqualTo(500);
        assertThat(send(4, "Contact", "*", "Expires", "0").status()).isEqualTo(500);
        assertThat(edge.overlay.bindingsOf(aor("alice")).getFirst().q()).isEqualTo(500);
    }

    @Test
    void anyCSeqOfAnotherCallIdReplacesTheBinding() {
        send(5, "Contact", "<" + PHONE + ">;q=0.5");
        assertThat(send(1, "Call-ID", "after-restart", "Contact", "<" + PHONE + ">;q=0.1")
                        .status())
                .isEqualTo(200);
        assertThat(edge.overlay.bindingsOf(aor("alice")).getFirst().q()).isEqualTo(100);
    }

    @Test
    void userMayBeEscapedAndTheDomainInAnyCase() {
        assertThat(send(1, "To", "\"A\" <sip:%61lice@EXAMPLE.org;x=y>").status())
                .isEqualTo(200);
        assertThat(contacts()).containsExactly(PHONE);
    }

    @Test
    void responseTellsTheDate() {
        String date = send(1).header(Header.DATE);
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toEpochSecond())
                .isEqualTo(1_800_000_000L);
        assertThat(date).isEqualTo("Fri, 15 Jan 2027 08:00:00 GMT");
    }

    @Test
    void extensionsOfTheRegistrarMayBeRequiredAndOthersNot() {
        assertThat(send(1, "Require", "path, gruu").status()).isEqualTo(200);
        SipMessage refused = send(2, "Require", "gruu, pref", "Supported", "pref");
        assertThat(refused.status()).isEqualTo(420);
        assertThat(refused.values(Header.UNSUPPORTED)).containsExactly("pref");
    }

    @ParameterizedTest
    @CsvSource({
        "STRICT,   <sip:p1.example.net;lr>, '',           420",
        "STRICT,   <sip:p1.example.net;lr>, 'gruu, path', 200",
        "STRICT,   '',                      '',           200",
        "LENIENT,  <sip:p1.example.net;lr>, '',           200",
        "REQUIRED, '',                      '',           421",
        "REQUIRED, <sip:p1.example.net;lr>, '',           421",
        "REQUIRED, <sip:p1.example.net;lr>, 'PATH',       200",
    })
    void pathIsAskedForAsTheOperatorWants(PathPolicy policy, String path, String supported, int status) {
        edge = with(policy, false);
        SipMessage response = send(1, "Path", path, "Supported", supported);
        assertThat(response.status()).isEqualTo(status);
        assertThat(response.header(Header.REQUIRE)).isEqualTo(status == 421 ? "path" : null);
        assertThat(response.header(Header.UNSUPPORTED)).isEqualTo(status == 420 ? "path" : null);
        boolean shown = status == 200 && !path.isEmpty() && !supported.isEmpty();
        assertThat(response.values(Header.PATH)).isEqualTo(shown ? List.of(path) : List.of());
        if (status == 200 && !path.isEmpty()) {
            assertThat(edge.overlay.bindingsOf(aor("alice")).getFirst().path()).containsExactly(path);
        }
    }

    @Test
    void severalPathsAreKeptInTheirOrderOverLines() {
        send(
                1,
                "Path",
                "<sip:p1.example.net;lr>\nPath: <sip:p2.example.net;lr>, <sip:p3.example.net;lr>",
                "Supported",
                "path");
        assertThat(edge.overlay.bindingsOf(aor("alice")).getFirst().path())
                .containsExactly("<sip:p1.example.net;lr>", "<sip:p2.example.net;lr>", "<sip:p3.example.net;lr>");
    }

    @Test
    void pathThatIsNoAddressIsMalformed() {
        assertThat(send(1, "Path", "p1", "Supported", "path").status()).isEqualTo(400);
    }

    @Test
    void phoneIsToldToSendByTheEdgeWhereTheOperatorWantsIt() {
        assertThat(send(1).count(Header.SERVICE_ROUTE)).isZero();
        edge = with(PathPolicy.STRICT, true);
        assertThat(send(1).values(Header.SERVICE_ROUTE)).containsExactly("<sip:192.0.2.1:5060;lr>");

        // what comes by that route is served as without it
        edge.udp(
                ALICE,
                Messages.request(
                        "OPTIONS", "sip:alice@example.org", ALICE, Map.of("Route", "<sip:192.0.2.1:5060;lr>")));
        SipMessage forwarded = edge.onlySent().message();
        assertThat(forwarded.requestUri()).isEqualTo(PHONE);
        assertThat(forwarded.count(Header.ROUTE)).isZero();
    }
}
