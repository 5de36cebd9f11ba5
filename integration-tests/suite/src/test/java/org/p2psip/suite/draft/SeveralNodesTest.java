package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Nodes;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.FlowPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.Answered;
import org.p2psip.suite.sip.CallingPhone;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;

/** Three whole nodes of one site, each with its own peer, store member, edge and relay. */
@NeedsPrograms("sipp")
class SeveralNodesTest {
    private static final Path FILES = Path.of("target", "several-nodes").toAbsolutePath();
    private static final int NODES = 3;
    /** A peer that failed is replaced within this time. */
    private static final Duration REPLACED = Duration.ofSeconds(10);
    /** As phones write that know no address of theirs. */
    private static final String NOWHERE = "phone.invalid";

    private static final User ALICE = User.named("farm-alice");
    private static final User BOB = User.named("farm-bob");

    private static Nodes nodes;

    @BeforeAll
    static void startNodes() {
        nodes = Nodes.ofOneSite(FILES.resolve("data"), NODES);
        nodes.node(1).enroll(List.of(ALICE, BOB));
    }

    @AfterAll
    static void stopNodes() {
        nodes.close();
    }

    private static List<Node> all() {
        return IntStream.rangeClosed(1, NODES).mapToObj(nodes::node).toList();
    }

    /** Section 3.4.1: a peer inserts itself each time it starts, through peers that it learned from bootstrap. */
    @Nested
    class PeerInsertsItself341Test {
        @Test
        void everyPeerSeesTheSameRingAndEachPartOfItBelongsToOne() {
            List<RingOf> rings = all().stream().map(RingOf::of).toList();
            assertThat(rings)
                    .extracting(RingOf::ids)
                    .containsOnly(rings.getFirst().ids());
            List<RingOf.Peer> peers = rings.getFirst().peers();
            assertThat(peers).hasSize(NODES);
            for (int i = 0; i < NODES; i++) {
                assertThat(peers.get(i).first())
                        .as("%s", peers)
                        .isEqualTo(after(peers.get((i + NODES - 1) % NODES).last()));
            }
        }

        @Test
        void peerThatIsKilledIsReplacedAndComesBackAsTheSamePeer() {
            String killed = RingOf.of(nodes.node(3)).self();
            nodes.node(3).kill("routing");
            Await.until(
                    "the others to take over its range",
                    REPLACED,
                    () -> !RingOf.of(nodes.node(1)).ids().contains(killed)
                            && !RingOf.of(nodes.node(2)).ids().contains(killed));
            nodes.up();
            assertThat(RingOf.of(nodes.node(3)).self()).isEqualTo(killed);
            Await.until("the ring of three", REPLACED, () -> all().stream()
                    .allMatch(node -> RingOf.of(node).peers().size() == NODES));
        }

        private static String after(String id) {
            return String.format("%032x", new java.math.BigInteger(id, 16).add(java.math.BigInteger.ONE));
        }
    }

    /** Section 3.4.2: a self-organizing farm of proxies. */
    @Nested
    class ProxyFarm342Test {
        @Test
        void phoneThatRegisteredAtOneNodeIsCalledThroughAnother() {
            Sipp sipp = new Sipp(FILES.resolve("farm"), Sipp.Transport.TCP);
            FlowPhone phone = new FlowPhone(BOB, NOWHERE, "farm-call", false);
            try (CalledPhone bob = phone.start(sipp, nodes.node(2).sip());
                    CallingPhone alice =
                            new CallingPhone(nodes.node(3).sip(), ALICE.name(), ALICE.domain(), ALICE.password())) {
                alice.call(BOB.aor(), phone.callId()).hangUp();
                bob.finish().allSucceeded(1);
            }
        }

        @Test
        void storeAndPeerOfOneNodeAreKilledAndNoRegistrationIsLost() {
            List<User> users = User.many("farm-killed", 60);
            nodes.node(1).enroll(users);
            List<User> registered = new ArrayList<>();
            try (SipProbe phone = new SipProbe(nodes.node(1).sip())) {
                for (User user : users) {
                    if (registered.size() == users.size() / 2) {
                        nodes.node(2).kill("storage");
                        nodes.node(2).kill("routing");
                    }
                    Answered answered = phone.authenticated(
                            SipRequest.register(user.aor())
                                    .with("Contact: <sip:" + user.name() + "@127.0.0.1:" + phone.localPort() + ">"),
                            user.name(),
                            user.password());
                    if (answered.status() == 200) {
                        registered.add(user);
                    }
                }
            }
            assertThat(registered).as("most got through").hasSizeGreaterThan(users.size() * 2 / 3);
            for (User user : registered) {
                assertThat(nodes.node(3).run("get", user.aor()).succeeded().output())
                        .contains("sip:" + user.name() + "@127.0.0.1:");
            }
            nodes.up();
            assertThat(nodes.notReady()).isEmpty();
            User last = registered.getLast();
            assertThat(nodes.node(2).run("get", last.aor()).succeeded().output())
                    .contains("sip:" + last.name());
        }
    }
}
