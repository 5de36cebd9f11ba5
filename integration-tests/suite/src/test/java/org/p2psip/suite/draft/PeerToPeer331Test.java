package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Nodes;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.Baresip;
import org.p2psip.suite.program.TracedMessage;
import org.p2psip.suite.sip.CallingPhone;

/**
 * Section 3.3.1: phones that are coupled to peers of their own, each by an edge on its loopback address. The caller's
 * peer looks the other phone up in the overlay, where the records are in a site of another peer.
 */
@NeedsPrograms("baresip")
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
        try (Baresip phone = Baresip.registered(
                        FILES.resolve(called.name()), called, ofCalled.sip(), Baresip.Answering.AUTO);
                CallingPhone calling =
                        new CallingPhone(ofCaller.sip(), caller.name(), caller.domain(), caller.password())) {
            calling.call(called.aor(), "own-peer-" + called.name()).hangUp();
            phone.awaitEvent("CALL_CLOSED", 1);
            List<TracedMessage> invites = phone.trace()
                    .filter(message -> !message.sent() && message.startsWith("INVITE "))
                    .toList();
            assertThat(invites.getFirst().headers("Via"))
                    .as("of the caller and of its own edge, no other on the way")
                    .hasSize(2);
        }
    }
}
