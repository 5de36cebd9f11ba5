package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Domains;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.FlowPhone;
import org.p2psip.suite.program.Host;
import org.p2psip.suite.program.Sipp;

/** A node behind a NAT that nothing is forwarded through: it joins by dialing, and others reach its records over its links. */
@NeedsPrograms({"sipp", "ip", "iptables"})
@ExtendWith(TwoSites.class)
class DialOnlyNodeTest {
    private static final Path FILES = Path.of("target", "dial-only").toAbsolutePath();
    private static final int ROUTER = 3;

    private static final List<User> USERS = User.many("dial-only", 12);
    private static final User BEHIND = User.named("dial-only-behind");

    private static TwoSites.Running sites;
    private static Node behind;
    private static Host inner;

    @BeforeAll
    static void join(TwoSites.Running running) {
        sites = running;
        sites.first().enroll(USERS);
        sites.first().enroll(List.of(BEHIND));
        inner = sites.lan().behindNat(ROUTER);
        Program.delete(FILES);
        behind = new Node(
                FILES.resolve("node"),
                inner,
                Domains.OF_OVERLAY,
                List.of(
                        "--dial-only",
                        "--join",
                        sites.first().routing(),
                        "--token",
                        TwoSites.invite(sites.first(), "--operator")));
        behind.up();
    }

    @AfterAll
    static void leave() {
        behind.down();
    }

    @Test
    void itIsAPeerThatOthersReachOverItsLinksAlone() {
        RingOf ring = RingOf.of(sites.first());
        assertThat(ring.peers()).hasSize(3);
        assertThat(ring.peers()).extracting(RingOf.Peer::address).contains("-");
        assertThat(RingOf.of(behind).ids()).isEqualTo(ring.ids());
    }

    /** Some of these records are in its range, and so in its store. */
    @Test
    void recordsOfBothSidesAreFoundByBoth() {
        for (int i = 0; i < USERS.size(); i++) {
            Node writer = i % 2 == 0 ? behind : sites.first();
            Node reader = i % 2 == 0 ? sites.first() : behind;
            String contact = "sip:" + USERS.get(i).name() + "@192.0.2.9:5060";
            writer.run("put", USERS.get(i).aor(), "--contact", contact).succeeded();
            assertThat(reader.run("get", USERS.get(i).aor()).succeeded().output())
                    .contains(contact);
        }
    }

    @Test
    void phoneBehindTheNatRegistersAtItsNodeAndIsKnownOutside() {
        Sipp sipp = new Sipp(FILES.resolve("phone"), Sipp.Transport.UDP, inner);
        FlowPhone phone = new FlowPhone(BEHIND, "", "dial-only-phone", false);
        try (CalledPhone registered = phone.start(sipp, behind.sip())) {
            assertThat(sites.first().run("get", BEHIND.aor()).succeeded().output())
                    .contains("sip:" + BEHIND.name() + "@" + inner.address() + ":" + registered.port());
        }
    }
}
