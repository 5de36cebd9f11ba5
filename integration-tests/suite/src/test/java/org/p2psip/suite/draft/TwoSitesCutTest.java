package org.p2psip.suite.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
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

/** Two sites whose link is cut and healed. What was answered 200 before, meanwhile and after is found by both in the end. */
@NeedsPrograms({"sipp", "ip"})
@ExtendWith(TwoSites.class)
class TwoSitesCutTest {
    private static final Path FILES = Path.of("target", "two-sites-cut").toAbsolutePath();
    /** Each site takes over what the other one had. */
    private static final Duration APART = Duration.ofSeconds(30);
    /** As the issue wants it. */
    private static final Duration MERGED = Duration.ofSeconds(60);
    /** The command takes a second for each. */
    private static final Duration FOUND = Duration.ofSeconds(90);

    private static final List<User> EARLY = User.many("cut-early", 6);
    private static final List<User> FIRST = User.many("cut-first", 6);
    private static final List<User> SECOND = User.many("cut-second", 6);
    private static final User ANN = User.named("cut-ann");
    private static final User BEN = User.named("cut-ben");

    /** As phones write that know no address of theirs: they are reached by the node that they registered at alone. */
    private static final String NOWHERE = "phone.invalid";

    private static TwoSites.Running sites;

    @BeforeAll
    static void enroll(TwoSites.Running running) {
        sites = running;
        List<User> all = new ArrayList<>(List.of(ANN, BEN));
        all.addAll(EARLY);
        all.addAll(FIRST);
        all.addAll(SECOND);
        sites.first().enroll(all);
        // A node's first command enrolls as an operator, and needs the enrollment server for that
        assertThat(isWhole(sites.second())).isTrue();
    }

    @AfterAll
    static void heal() {
        sites.lan().heal();
    }

    @Test
    void eachGoesOnAloneAndNothingThatWasAnsweredIsLost() {
        register(EARLY, sites.first(), sites.second());
        sites.lan().cut();
        Await.until("each site to be alone", APART, () -> isAlone(sites.first()) && isAlone(sites.second()));

        register(FIRST, sites.first());
        register(SECOND, sites.second());
        call(ANN, BEN, sites.first(), sites.first());
        call(BEN, ANN, sites.second(), sites.second());

        sites.lan().heal();
        Await.until("one ring", MERGED, () -> isWhole(sites.first()) && isWhole(sites.second()));
        for (Node node : List.of(sites.first(), sites.second())) {
            List<User> missing = new ArrayList<>(EARLY);
            missing.addAll(FIRST);
            missing.addAll(SECOND);
            Await.until("all registrations to be found by " + node.sip(), FOUND, () -> {
                missing.removeIf(user -> isFound(user, node));
                return missing.isEmpty();
            });
        }
        call(ANN, BEN, sites.first(), sites.second());
        call(BEN, ANN, sites.second(), sites.first());
    }

    private static boolean isAlone(Node node) {
        return RingOf.of(node).peers().size() == 1;
    }

    private static boolean isWhole(Node node) {
        return RingOf.of(node).peers().size() == 2;
    }

    private static boolean isFound(User user, Node node) {
        return node.run("get", user.aor()).output().contains("sip:" + user.name() + "@");
    }

    /** All of them are answered 200, in turn by the nodes. */
    private static void register(List<User> users, Node... nodes) {
        for (int i = 0; i < users.size(); i++) {
            User user = users.get(i);
            try (SipProbe phone = new SipProbe(nodes[i % nodes.length].sip())) {
                Answered answered = phone.authenticated(
                        SipRequest.register(user.aor())
                                .with("Contact: <sip:" + user.name() + "@"
                                        + sites.lan().address() + ":" + phone.localPort() + ">"),
                        user.name(),
                        user.password());
                assertThat(answered.status())
                        .as("registration of %s", user.aor())
                        .isEqualTo(200);
            }
        }
    }

    private static void call(User caller, User called, Node ofCaller, Node ofCalled) {
        String name = called.name() + "-" + ofCaller.portBase() + "-" + ofCalled.portBase();
        Sipp sipp =
                new Sipp(FILES.resolve(name), Sipp.Transport.TCP, sites.lan().here());
        FlowPhone phone = new FlowPhone(called, NOWHERE, name, false);
        try (CalledPhone registered = phone.start(sipp, ofCalled.sip());
                CallingPhone calling =
                        new CallingPhone(ofCaller.sip(), caller.name(), caller.domain(), caller.password())) {
            calling.call(called.aor(), name).hangUp();
            registered.finish().allSucceeded(1);
        }
    }
}
