package org.p2psip.suite.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.AnotherEdge;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Kamailio;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/** Two sites of one overlay: a call that enters at the one without trunks leaves by the trunk of the other. */
@NeedsPrograms({"sipp", "kamailio"})
@ExtendWith(SharedNode.class)
class CrossSiteTest {
    private static final Path FILES = Path.of("target", "cross-site").toAbsolutePath();
    private static final String ENTRY_ADDRESS = "127.0.0.4";
    private static final User CAROL = User.named("site-carol");

    @Test
    void callLeavesByTheTrunkOfAnotherSite(Node node) {
        node.enroll(List.of(CAROL));
        Sipp sipp = new Sipp(FILES, Sipp.Transport.UDP);
        TrunksFile exit = new TrunksFile(FILES.resolve("exit.yaml"));
        TrunksFile entry = new TrunksFile(FILES.resolve("entry.yaml"));
        entry.write("trunks: []\ngateways: {find: true}\n");
        try (CalledPhone phone = sipp.answerBehindTrunk(1);
                Kamailio carrier = new Kamailio.Setup(FILES.resolve("kamailio"))
                        .phone(phone.port())
                        .start()) {
            exit.write(
                    """
                    trunks:
                    - name: carrier
                      hosts: ["%1$s"]
                      probe: off
                    - name: entry-site
                      hosts: ["sip:%2$s"]
                      probe: off
                      inbound: {sources: [%2$s]}
                      trusted: true
                      transit: true
                    routes:
                    - {prefix: "+4930", trunks: [carrier], callers: nobody}
                    gateways: {publish: [{prefix: "+4930"}]}
                    """
                            .formatted(carrier.uri(), ENTRY_ADDRESS));
            try (AnotherEdge out = AnotherEdge.start(
                            node, FILES.resolve("exit"), "p2psip.site=exit", token(node, "exit"), exit.setting());
                    AnotherEdge in = AnotherEdge.start(
                            node,
                            FILES.resolve("entry"),
                            "p2psip.site=entry",
                            token(node, "entry"),
                            "p2psip.sip.listen=" + ENTRY_ADDRESS,
                            "p2psip.sip.advertised-host=" + ENTRY_ADDRESS,
                            entry.setting());
                    SipProbe probe = new SipProbe(in.sip())) {
                SipRequest elsewhere =
                        SipRequest.of("INVITE", "sip:+1555@example.org", CAROL.aor(), "sip:+1555@example.org");
                assertThat(probe.authenticated(elsewhere, CAROL.name(), CAROL.password())
                                .status())
                        .as("a number that no site reaches")
                        .isEqualTo(503);
                List<Sipp.Call> calls = List.of(new Sipp.Call(CAROL, new User("+493077", Node.DOMAIN, "")));
                sipp.call(in.sip(), calls, "cross-site", 1).allSucceeded(1);
                phone.finish().allSucceeded(1);
                assertThat(carrier.log())
                        .contains(
                                "request INVITE sip:+493077@",
                                "from 127.0.0.1:" + out.sip().getPort());
            }
        }
    }

    /** An edge writes under the name of the site that its certificate says. */
    private static String token(Node node, String site) {
        return "p2psip.tls.token="
                + node.run("enroll", "peer", "--role", "edge", "--site", site)
                        .succeeded()
                        .output()
                        .strip();
    }
}
