package org.p2psip.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.p2psip.edge.Messages.ALICE;
import static org.p2psip.edge.Messages.BOB;
import static org.p2psip.edge.Messages.binding;
import static org.p2psip.edge.Messages.request;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.edge.EdgeHarness.Sent;
import org.p2psip.edge.digest.DigestAlgorithm;
import org.p2psip.edge.digest.Ha1;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.route.AdvertisedAddress;

/** What a proxy and registrar does with the messages of RFC 4475. What the parser does is {@code Rfc4475Test}'s. */
class Rfc4475EdgeTest {
    private static final Set<String> DOMAINS = Set.of(
            "example.com",
            "example.org",
            "example.net",
            "company.com",
            "redirect.example.com",
            "services.example.com",
            "chair-dnrc.example.com");

    private final EdgeHarness edge = edge(EdgeConfig.Auth.NONE);

    private static EdgeHarness edge(EdgeConfig.Auth auth) {
        TestConfig config = new TestConfig();
        config.domains = DOMAINS;
        config.redirectDomains = Set.of("redirect.example.com");
        config.auth = auth;
        config.advertised = AdvertisedAddress.of("127.0.0.1", 5080);
        return config.start();
    }

    private static byte[] torture(String name) {
        try (InputStream file = Rfc4475EdgeTest.class.getResourceAsStream("/rfc4475/" + name + ".dat")) {
            assertThat(file).as(name).isNotNull();
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    // 3.1.1.1 to 3.1.1.11, and the tolerable ones that this edge does not look into
    @ParameterizedTest
    @ValueSource(
            strings = {
                "wsinv",
                "intmeth",
                "esc01",
                "lwsdisp",
                "longreq",
                "semiuri",
                "transports",
                "mpart01",
                "baddate",
                "badaspec",
                "badbranch",
                "invut",
                "sdp01",
                "inv2543"
            })
    void isForwardedUnchangedInWhatAProxyMayNotTouch(String name) {
        SipMessage original = EdgeHarness.parsed(torture(name));
        SipUri target = SipUri.parse(original.requestUri()).orElseThrow();
        edge.overlay.put(target.aor().orElseThrow(), binding("sip:phone@" + BOB));

        edge.udp(ALICE, torture(name));

        List<Sent> requests = edge.requests();
        assertThat(requests).hasSize(1);
        SipMessage forwarded = requests.getFirst().message();
        assertThat(requests.getFirst().toText()).isEqualTo(BOB);
        assertThat(forwarded.method()).isEqualTo(original.method());
        assertThat(forwarded.requestUri()).isEqualTo("sip:phone@" + BOB);
        assertThat(forwarded.body()).isEqualTo(original.body());
        assertThat(forwarded.vias()).hasSize(original.vias().size() + 1);
        assertThat(forwarded.maxForwards()).isEqualTo(original.maxForwards() < 0 ? 70 : original.maxForwards() - 1);
        String sent = text(forwarded.bytes());
        assertThat(untouchable(original)).isNotEmpty().allSatisfy(line -> assertThat(sent)
                .contains(line));
    }

    /** The header lines as written, folds and all, but those that a proxy changes. */
    private static List<String> untouchable(SipMessage message) {
        String head = text(message.bytes()).split("\r\n\r\n", 2)[0];
        Set<Header> changed = Set.of(Header.VIA, Header.MAX_FORWARDS, Header.ROUTE, Header.CONTENT_LENGTH);
        return List.of(head.split("\r\n(?![ \t])")).stream()
                .skip(1)
                .filter(line -> !changed.contains(Header.of(line.split("[: \t]", 2)[0])))
                .toList();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "badinv01,400", "clerr,400", "ncl,400", "scalar02,400", "mismatch01,400", "mismatch02,501", "ltgtruri,400",
        "lwsruri,400", "lwsstart,400", "trws,400", "escruri,400", "quotbal,400", "baddn,400", "regbadct,400",
        "badvers,505", "insuf,400", "multi01,400", "mcl01,400", "unkscm,416", "novelsc,416", "unksm2,400",
        "bext01,420", "zeromf,483", "wsinv,404", "badbranch,404"
    })
    void isAnsweredAndGoesNoFurther(String name, int status) {
        edge.udp(ALICE, torture(name));
        List<String> answers = edge.sent().stream()
                .map(Sent::firstLine)
                .filter(line -> !line.startsWith("SIP/2.0 100 "))
                .toList();
        assertThat(answers).hasSize(1).first().asString().startsWith("SIP/2.0 " + status + " ");
        assertThat(edge.overlay.asked(EdgeCommand.StoreBindings.class)).isEmpty();
    }

    @Test
    void bext01IsToldOfTheExtensionsThatAProxyIsAskedForOnly() {
        edge.udp(ALICE, torture("bext01"));
        assertThat(edge.onlyResponse().values(Header.UNSUPPORTED))
                .containsExactly("noProxiesSupportThis", "norDoAnyProxiesSupportThis");
    }

    @Test
    void dblreqCountsItsFirstRequestOnly() {
        edge.udp(ALICE, torture("dblreq"));
        SipMessage ok = edge.onlyResponse();
        assertThat(ok.status()).isEqualTo(200);
        assertThat(ok.cseq().method()).isEqualTo("REGISTER");
    }

    @Test
    void escnullMakesTwoBindings() {
        edge.udp(ALICE, torture("escnull"));
        assertThat(edge.onlyResponse().contacts()).hasSize(2);
        assertThat(edge.overlay.bindingsOf(new Aor("null-\0-null", "example.com")))
                .hasSize(2);
    }

    @Test
    void esc02IsNotTakenForARegisterAndIsForwarded() {
        EdgeHarness guarded = edge(EdgeConfig.Auth.DIGEST);
        guarded.overlay.enroll(
                new Aor("resource", "example.com"),
                Map.of("MD5", Ha1.of(DigestAlgorithm.MD5, "resource", "example.com", "secret")));
        guarded.dns.host("registrar.example.com", "198.51.100.2");
        guarded.udp(ALICE, torture("esc02"));
        SipMessage challenge = guarded.onlyResponse();
        assertThat(challenge.status()).isEqualTo(407);

        String method = EdgeHarness.parsed(torture("esc02")).method();
        String proof = new Phone("resource", "secret", "example.com")
                .answer(DigestAlgorithm.MD5, method, "sip:registrar.example.com", Phone.nonce(challenge), 1);
        guarded.udp(
                ALICE,
                text(torture("esc02"))
                        .replaceFirst("Max-Forwards", "Proxy-Authorization: " + proof + "\r\nMax-Forwards"));
        Sent forwarded = guarded.onlySent();
        assertThat(forwarded.message().method()).isEqualTo("RE%47IST%45R");
        assertThat(forwarded.message().requestUri()).isEqualTo("sip:registrar.example.com");
        assertThat(text(forwarded.message().bytes())).contains("C%6Fntact: <sip:alias2@host2.example.com>\r\n");
        assertThat(guarded.overlay.asked(EdgeCommand.StoreBindings.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unreason", "noreason"})
    void responseIsForwardedOnlyWhenItIsToARequestOfOurs(String name) {
        edge.udp(ALICE, torture(name));
        assertThat(edge.sent()).isEmpty();

        SipMessage invite = ringing();
        edge.udp(BOB, ofBranch(text(torture(name)), invite));
        boolean isTrying = name.equals("noreason"); // a 100 is forwarded by nobody
        List<Sent> sent = edge.sent();
        assertThat(sent).hasSize(isTrying ? 0 : 1);
        assertThat(sent).allSatisfy(one -> {
            assertThat(one.toText()).isEqualTo(ALICE);
            assertThat(text(one.message().bytes()))
                    .startsWith(text(torture(name)).split("\r\n", 2)[0]);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalarlg", "bigcode"})
    void malformedResponseIsDroppedEvenOfABranchOfOurs(String name) {
        SipMessage invite = ringing();
        edge.udp(BOB, ofBranch(text(torture(name)), invite));
        assertThat(edge.sent()).isEmpty();
        assertThat(edge.edge.counters().get(EdgeCounter.MALFORMED)).isEqualTo(1);
    }

    @Test
    void bcastIsDroppedThoughItsSentByIsOurs() {
        String ours = text(torture("bcast")).replace("192.0.2.198;", "127.0.0.1:5080;");
        edge.udp(ALICE, ours);
        assertThat(edge.sent()).isEmpty();
        assertThat(edge.edge.counters().get(EdgeCounter.STRAY_RESPONSES)).isEqualTo(1);
    }

    private SipMessage ringing() {
        edge.overlay.put(new Aor("bob", "example.org"), binding("sip:bob@" + BOB));
        edge.udp(ALICE, request("INVITE", "sip:bob@example.org", ALICE, Map.of()));
        return edge.requests().getFirst().message();
    }

    /** The response with the Via lines and the CSeq of that request. */
    private static String ofBranch(String response, SipMessage request) {
        return response.replaceFirst(
                        "Via:[^\r]*",
                        "Via: " + String.join(", ", request.values(Header.VIA)).replace("$", "\\$"))
                .replaceFirst("CSeq: 35 INVITE", "CSeq: 1 INVITE");
    }

    @Test
    void badbranchIsMatchedAsRfc2543SaysAndNotConfused() {
        byte[] first = torture("badbranch");
        edge.udp(ALICE, first);
        assertThat(edge.sent()).hasSize(1);
        edge.udp(ALICE, first);
        edge.udp(ALICE, text(first).replace("CSeq: 8 ", "CSeq: 9 "));
        List<Sent> answers = edge.sent();
        assertThat(answers).extracting(one -> one.message().cseq().number()).containsExactly(8L, 9L);
        assertThat(edge.overlay.asked()).as("the retransmission asked nothing").hasSize(2);
    }

    @Test
    void regaut01IsChallenged() {
        EdgeHarness guarded = edge(EdgeConfig.Auth.DIGEST);
        guarded.udp(ALICE, torture("regaut01"));
        assertThat(guarded.onlyResponse().status()).isEqualTo(401);
    }

    @Test
    void parametersOfHeaderAndUriAreKeptApart() {
        edge.udp(ALICE, torture("cparam01"));
        edge.pass(Duration.ofSeconds(33)); // both have the same branch
        edge.udp(ALICE, torture("cparam02"));
        Aor watson = new Aor("watson", "example.com");
        assertThat(edge.overlay.bindingsOf(watson))
                .extracting(Binding::contact)
                .containsExactly("sip:+19725552222@gw1.example.net", "sip:+19725552222@gw1.example.net;unknownparam");
    }

    @Test
    void regescrtKeepsTheEscapedRouteInTheContactAndNeverInjectsIt() {
        edge.udp(ALICE, torture("regescrt"));
        String contact = "sip:user@example.com?Route=%3Csip:sip.example.com%3E";
        assertThat(edge.onlyResponse().contacts().getFirst().uriText()).isEqualTo(contact);

        Aor redirected = new Aor("user", "redirect.example.com");
        edge.overlay.put(redirected, binding(contact));
        edge.udp(ALICE, request("INVITE", "sip:user@redirect.example.com", ALICE, Map.of()));
        assertThat(edge.onlyResponse().contacts().getFirst().uriText()).isEqualTo(contact);

        edge.dns.host("example.com", "198.51.100.2");
        edge.udp(ALICE, request("OPTIONS", "sip:user@example.com", ALICE, Map.of("Call-ID", "other")));
        Sent forwarded = edge.onlySent();
        assertThat(forwarded.message().requestUri()).isEqualTo("sip:user@example.com");
        assertThat(forwarded.message().count(Header.ROUTE)).isZero();
    }

    @Test
    void inv2543GetsWhatRfc3261Adds() {
        edge.overlay.put(new Aor("UserB", "example.com"), binding("sip:phone@" + BOB + ";transport=tcp"));
        edge.udp(ALICE, torture("inv2543"));
        Sent forwarded = edge.onlySent();
        assertThat(forwarded.transport()).isEqualTo(Transport.TCP);
        assertThat(forwarded.message().maxForwards()).isEqualTo(70);
        assertThat(forwarded.message().recordRoutes())
                .as("its own, and one for each side")
                .hasSize(3);
        assertThat(forwarded.message().header(Header.CONTENT_LENGTH))
                .isEqualTo(Integer.toString(forwarded.message().bodyLength()));
        assertThat(forwarded.message().topVia().branch()).startsWith("z9hG4bK");
    }
}
