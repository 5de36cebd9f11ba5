package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Domains;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.FlowPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.CallingPhone;

/**
 * Section 3.4.2: an ad-hoc overlay. The second node knew nothing but its invitation, and found the first by multicast:
 * no server, no name, no address was configured.
 */
@NeedsPrograms({"sipp", "ip"})
@ExtendWith(TwoSites.class)
class AdHocOverlay342Test {
    private static final Path FILES = Path.of("target", "ad-hoc").toAbsolutePath();
    private static final User ALICE = User.named("ad-hoc-alice");
    private static final User BOB = User.named("ad-hoc-bob");

    /** As phones write that know no address of theirs: they are reached by the node that they registered at alone. */
    private static final String NOWHERE = "phone.invalid";

    private static TwoSites.Running sites;

    @BeforeAll
    static void enroll(TwoSites.Running running) {
        sites = running;
        sites.first().enroll(List.of(ALICE, BOB));
    }

    @Test
    void bothAreInOneRingAndEachIsASite() {
        RingOf ring = RingOf.of(sites.first());
        assertThat(ring.peers())
                .extracting(RingOf.Peer::address)
                .containsExactlyInAnyOrder(
                        sites.first().routing(), sites.second().routing());
        assertThat(ring.peers())
                .extracting(RingOf.Peer::site)
                .doesNotHaveDuplicates()
                .contains("local");
        assertThat(RingOf.of(sites.second()).ids()).isEqualTo(ring.ids());
    }

    @Test
    void phoneOfOneNodeIsCalledThroughTheOtherAndBackAgain() {
        call(ALICE, sites.first(), BOB, sites.second());
        call(BOB, sites.second(), ALICE, sites.first());
    }

    private static void call(User caller, Node ofCaller, User called, Node ofCalled) {
        Sipp sipp = new Sipp(
                FILES.resolve(called.name()), Sipp.Transport.TCP, sites.lan().here());
        FlowPhone phone = new FlowPhone(called, NOWHERE, "ad-hoc-" + called.name(), false);
        try (CalledPhone registered = phone.start(sipp, ofCalled.sip());
                CallingPhone calling =
                        new CallingPhone(ofCaller.sip(), caller.name(), caller.domain(), caller.password())) {
            calling.call(called.aor(), phone.callId()).hangUp();
            registered.finish().allSucceeded(1);
        }
    }

    /** No trust on first use: what answers has to have the CA of the invitation. */
    @Test
    void overlayOfAnotherAuthorityIsPassedOver() {
        String[] parts = sites.invitation().split("\\.", 3);
        String other = parts[0] + "." + new StringBuilder(parts[1]).reverse() + "." + parts[2];
        Node stranger = new Node(FILES.resolve("stranger"), sites.lan().host(2), Domains.OF_OVERLAY, List.of());
        Finished up =
                stranger.run("up", "--listen", sites.lan().host(2).address(), "--join", "multicast", "--token", other);
        assertThat(up.exitCode()).as("%s", up).isOne();
        assertThat(up.errors())
                .contains("no peer of the overlay was found")
                .contains("no CA of the overlay issued it")
                .doesNotContain(parts[0]);
    }
}
