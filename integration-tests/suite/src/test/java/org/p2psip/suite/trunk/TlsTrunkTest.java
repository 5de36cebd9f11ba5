package org.p2psip.suite.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.CertificateAuthority;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Kamailio;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/** A trunk over TLS gets calls when its certificate names it, and only then (RFC 5922 section 7). */
@NeedsPrograms({"sipp", "kamailio", "/etc/kamailio/tls.cfg"})
@ExtendWith(SharedNode.class)
class TlsTrunkTest {
    private static final Path FILES = Path.of("target", "tls-trunk").toAbsolutePath();
    /** What the trunks file calls the carrier: the one name that every machine resolves. */
    private static final String CARRIER = "localhost";

    private static final User ALICE = User.named("tls-trunk-alice");

    private static Kamailio carrier;
    private static Kamailio impostor;
    private static CalledPhone phone;
    private static AnotherEdge edge;

    @BeforeAll
    static void start(Node node) {
        node.enroll(List.of(ALICE));
        CertificateAuthority authority = new CertificateAuthority(FILES.resolve("certificates"));
        phone = new Sipp(FILES.resolve("phone"), Sipp.Transport.UDP).answerBehindTrunk(2);
        carrier = kamailio(
                "carrier",
                authority.issue(
                        "carrier",
                        CertificateAuthority.domain(CARRIER),
                        CertificateAuthority.host("sip7.carrier.example")));
        // Of a certificate with a SIP URI the host names do not count (RFC 5922 section 7.1)
        impostor = kamailio(
                "impostor",
                authority.issue(
                        "impostor", CertificateAuthority.domain("other.example"), CertificateAuthority.host(CARRIER)));
        TrunksFile file = new TrunksFile(FILES.resolve("trunks.yaml"));
        file.write(
                """
                trunks:
                - name: honest
                  hosts: ["sip:%1$s:%2$d;transport=tls"]
                  probe: off
                - name: impostor
                  hosts: ["sip:%1$s:%3$d;transport=tls"]
                  probe: off
                - name: both
                  hosts:
                  - {uri: "sip:%1$s:%3$d;transport=tls", priority: 1}
                  - {uri: "sip:%1$s:%2$d;transport=tls", priority: 2}
                  probe: off
                routes:
                - {prefix: "+49", trunks: [honest], callers: everyone}
                - {prefix: "+33", trunks: [impostor], callers: everyone}
                - {prefix: "+44", trunks: [both], callers: everyone}
                """
                        .formatted(CARRIER, carrier.tlsPort(), impostor.tlsPort()));
        edge = AnotherEdge.start(
                node, FILES.resolve("edge"), file.setting(), "p2psip.sip.tls.trust=" + authority.certificate());
    }

    private static Kamailio kamailio(String name, CertificateAuthority.Issued certificate) {
        return new Kamailio.Setup(FILES.resolve(name))
                .address("127.0.0.1")
                .tls(CARRIER, certificate)
                .phone(phone.port())
                .start();
    }

    @AfterAll
    static void stop() {
        edge.close();
        carrier.close();
        impostor.close();
        phone.close();
    }

    @Test
    void callsGoToTheHostThatItsCertificateNamesAndPastTheOneThatItDoesNot() {
        Sipp sipp = new Sipp(FILES.resolve("caller"), Sipp.Transport.UDP);
        double before = wrongNames();
        sipp.call(edge.sip(), calls("+49301"), "tls-right", 1).allSucceeded(1);
        assertThat(wrongNames()).isEqualTo(before);
        assertThat(carrier.log()).contains("request INVITE sip:+49301@");

        sipp.call(edge.sip(), calls("+44201"), "tls-next", 1).allSucceeded(1);
        phone.finish().allSucceeded(2);
        assertThat(wrongNames()).isEqualTo(before + 1);
        assertThat(carrier.log()).contains("request INVITE sip:+44201@");
        assertThat(edge.log())
                .contains("the certificate at", "names [other.example], not " + CARRIER + " (RFC 5922 section 7)");
        assertThat(impostor.log()).doesNotContain("request ");
    }

    @Test
    void callForAnImpostorAloneIsRefusedAndNothingIsSentThere() {
        double before = wrongNames();
        try (SipProbe probe = new SipProbe(edge.sip())) {
            String number = "sip:+33901@" + Node.DOMAIN;
            SipRequest invite = SipRequest.of("INVITE", number, ALICE.aor(), number);
            assertThat(probe.authenticated(invite, ALICE.name(), ALICE.password())
                            .status())
                    .as("what nothing better came than a 503 for (RFC 3261 16.7)")
                    .isEqualTo(500);
        }
        assertThat(wrongNames()).isEqualTo(before + 1);
        assertThat(impostor.log()).doesNotContain("request ");
    }

    private static double wrongNames() {
        return edge.metrics().sumOfCounters(name -> name.startsWith("p2psip_tls_failures_wrong_name"));
    }

    private static List<Sipp.Call> calls(String number) {
        return List.of(new Sipp.Call(ALICE, new User(number, Node.DOMAIN, "")));
    }
}
