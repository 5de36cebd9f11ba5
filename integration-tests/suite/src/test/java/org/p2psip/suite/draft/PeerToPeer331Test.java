package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Nodes;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.FlowPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.CallingPhone;

/**
 * Section 3.3.1: phones that are coupled to peers of their own, each by an edge on its loopback address. The caller's
 * peer looks the other phone up in the overlay, where the records are in a site of another peer.
 */
@NeedsPrograms("sipp")
class PeerToPeer331Test {
    private static final Path FILES = Path.of("target", "draft-331").toAbsolutePath();

    @Test
    void phoneOfOnePeerCallsThePhoneOfAnotherAndBackAgain() {
        try (Nodes sites = Nodes.ofSites(FILES.resolve("data"), 2)) {
            List<User> users = List.of(User.named("own-peer-alice"), User.named("own-peer-bob"));
            sites.node(1).enroll(users);
            assertThat(RingOf.of(sites.node(1)).peers())
                    .extracting(RingOf.Peer::site)
                    .containsOnly("site-1", "site-2");
            call(users.get(0), sites.node(1), users.get(1), sites.node(2));
            call(users.get(1), sites.node(2), users.get(0), sites.node(1));
        }
    }

    private static void call(User caller, Node ofCaller, User called, Node ofCalled) {
        Sipp sipp = new Sipp(FILES.resolve(called.name()), Sipp.Transport.UDP);
        FlowPhone phone = new FlowPhone(called, "", "own-peer-" + called.name(), false);
        try (CalledPhone answering = phone.start(sipp, ofCalled.sip());
                CallingPhone calling =
                        new CallingPhone(ofCaller.sip(), caller.name(), caller.domain(), caller.password())) {
            calling.call(called.aor(), phone.callId()).hangUp();
            answering.finish().allSucceeded(1);
        }
    }
}
