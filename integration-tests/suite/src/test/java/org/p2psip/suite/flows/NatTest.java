package org.p2psip.suite.flows;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.FlowPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.CallingPhone;

/** Phones that know nothing of the NAT before them, on a node that listens on an address which is no loopback. */
@NeedsPrograms({"sipp", "ip", "iptables"})
class NatTest {
    private static final Path FILES = Path.of("target", "nat").toAbsolutePath();
    /** What the edge saw of the phone, in the Via of its answer (RFC 3581). */
    private static final Pattern SEEN = Pattern.compile("(?m)^Via:[^\\r\\n]*;(?:rport|received)=[^\\r\\n]*");

    private static final User CALLER = User.named("nat-caller");
    private static final User BEHIND = User.named("nat-phone");

    private static NatNetwork network;
    private static Node node;

    @BeforeAll
    static void makeNetworkAndNode() {
        network = NatNetwork.make();
        Path data = FILES.resolve("node");
        Program.delete(data);
        node = new Node(data, network.server());
        node.up();
        node.enroll(List.of(CALLER, BEHIND));
    }

    @AfterAll
    static void removeNodeAndNetwork() {
        try (NatNetwork removed = network) {
            if (node != null && removed != null) {
                node.down();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"PRESERVING, UDP", "PRESERVING, TCP", "SYMMETRIC, UDP", "SYMMETRIC, TCP"})
    void phoneBehindNatIsCalledFromOutsideAndEitherSideHangsUp(NatNetwork.Mapping mapping, Sipp.Transport transport) {
        String name = mapping + "-" + transport;
        Sipp sipp = new Sipp(FILES.resolve(name), transport, network.phone());
        try (CallingPhone caller = new CallingPhone(node.sip(), CALLER.name(), CALLER.domain(), CALLER.password())) {
            for (boolean hangsUp : List.of(false, true)) {
                network.translate(mapping);
                FlowPhone phone = new FlowPhone(BEHIND, "", "nat-" + name + "-" + hangsUp, hangsUp);
                try (CalledPhone behind = phone.start(sipp, node.sip())) {
                    assertTranslated(behind, mapping, transport);
                    CallingPhone.Call call = caller.call(BEHIND.aor(), phone.callId());
                    if (hangsUp) {
                        call.awaitBye();
                    } else {
                        call.hangUp();
                    }
                    behind.finish().allSucceeded(1);
                    assertThat(network.translated())
                            .as("all went over the mapping of the REGISTER")
                            .isEqualTo(1);
                }
            }
        }
    }

    private static void assertTranslated(CalledPhone phone, NatNetwork.Mapping mapping, Sipp.Transport transport) {
        Matcher via = SEEN.matcher(phone.messages());
        assertThat(via.find())
                .as("the edge says what it saw: %s", phone.messages())
                .isTrue();
        String seen = via.group();
        assertThat(seen).contains("received=" + network.outside());
        if (mapping == NatNetwork.Mapping.SYMMETRIC) {
            assertThat(seen).doesNotContain("rport=" + phone.port() + ";").doesNotEndWith("rport=" + phone.port());
        } else if (transport == Sipp.Transport.UDP) {
            assertThat(seen).containsPattern("rport=" + phone.port() + "(;|$)");
        }
    }
}
