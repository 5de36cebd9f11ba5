package org.p2psip.suite.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.Program;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Host;
import org.p2psip.suite.program.Kamailio;
import org.p2psip.suite.program.Sipp;

/** Phones, a carrier and a TURN client in containers of their own. */
@NeedsContainers
@ExtendWith(SharedSite.class)
class SiteCallsTest {
    private static final int CALLS = 10;
    private static final Duration TURN_LIMIT = Duration.ofSeconds(60);
    private static final Pattern TOTAL = Pattern.compile("tot_send_msgs=(\\d+), tot_recv_msgs=(\\d+)");

    @Test
    void phonesRegisterAtOneEdgeAndAreCalledThroughTheOther(Site site) {
        List<User> users = User.many("site-calls", CALLS);
        site.enroll(users);
        Sipp phones = sipp(site, "phones");
        Sipp callers = sipp(site, "callers");
        List<Sipp.Call> calls = users.stream()
                .map(user -> new Sipp.Call(user, users.get((users.indexOf(user) + 1) % CALLS)))
                .toList();
        try (CalledPhone phone = phones.answer(CALLS)) {
            callers.register(site.edge(1), users, phone.address(), 10).allSucceeded(CALLS);
            callers.call(site.edge(2), calls, "site-calls", 10).allSucceeded(CALLS);
            phone.finish().allSucceeded(CALLS);
            callers.unregister(site.edge(2), users, phone.address(), 10).allSucceeded(CALLS);
        }
    }

    @Test
    void callsToARedirectedDomainGoStraightToThePhone(Site site) {
        User caller = User.named("site-redirecting");
        User callee = User.redirected("site-redirected");
        site.enroll(List.of(caller, callee));
        Sipp phones = sipp(site, "redirected-phones");
        Sipp callers = sipp(site, "redirected-callers");
        try (CalledPhone phone = phones.answerDirect(1)) {
            callers.register(site.edge(1), List.of(callee), phone.address(), 1).allSucceeded(1);
            callers.callRedirected(site.edge(1), List.of(new Sipp.Call(caller, callee)), "site-redirect", 1)
                    .allSucceeded(1);
            phone.finish().allSucceeded(1);
            String invite = phone.messages().substring(phone.messages().indexOf("INVITE "));
            assertThat(invite.substring(0, invite.indexOf("ACK "))).doesNotContain("Record-Route");
        }
    }

    @Test
    void callsLeaveByATrunkAndComeInByIt(Site site) {
        User alice = User.named("trunk-alice");
        site.enroll(List.of(alice));
        Sipp phones = sipp(site, "trunk-phones");
        Sipp callers = sipp(site, "trunk-callers");
        try (CalledPhone phone = phones.answerBehindTrunk(2)) {
            Kamailio.Setup setup = new Kamailio.Setup(Site.FILES.resolve("kamailio"))
                    .on(site.trunk())
                    .port(5060)
                    .phone(phone.address())
                    .edge(site.edge(1));
            try (Kamailio carrier = setup.start()) {
                User number = new User("030123456", alice.domain(), "");
                callers.call(site.edge(1), List.of(new Sipp.Call(alice, number)), "site-trunk-out", 1)
                        .allSucceeded(1);
                assertThat(phone.messages()).contains("INVITE sip:004930123456@");

                callers.register(site.edge(2), List.of(alice), phone.address(), 1)
                        .allSucceeded(1);
                User outside = new User("+4940555", Kamailio.REALM, "");
                User dialled = new User("030100", alice.domain(), "");
                callers.callFromTrunk(
                                carrier.sip(),
                                List.of(new Sipp.Call(outside, dialled)),
                                "site-trunk-in",
                                1,
                                "X-Test: in")
                        .allSucceeded(1);
                phone.finish().allSucceeded(2);
            }
        }
    }

    @Test
    void messagesComeBackThroughTheRelay(Site site) {
        Path files = Site.FILES;
        Host peer = site.host();
        List<String> echo = new ArrayList<>(peer.command());
        echo.addAll(List.of("turnutils_peer", "-p", "3480", "-L", peer.address()));
        Process echoing = new Program(echo, files).start(files.resolve("turn-peer.log"));
        try {
            Host client = site.host();
            List<String> command = new ArrayList<>(client.command());
            command.addAll(List.of("turnutils_uclient", "-c", "-u", "carol", "-W", Site.TURN_SECRET));
            command.addAll(List.of("-e", peer.address(), "-r", "3480", "-L", client.address()));
            command.addAll(List.of("-n", "20", "-m", "3", "-l", "171", "-z", "5", site.relay()));
            Finished finished = new Program(command, files).run("", TURN_LIMIT).succeeded();
            Matcher totals = TOTAL.matcher(finished.said());
            String last = "";
            while (totals.find()) {
                assertThat(totals.group(2)).as(finished.toString()).isLessThanOrEqualTo(totals.group(1));
                last = totals.group();
            }
            assertThat(last).as(finished.toString()).isEqualTo("tot_send_msgs=60, tot_recv_msgs=60");
        } finally {
            Program.stop(echoing);
        }
    }

    private static Sipp sipp(Site site, String name) {
        return new Sipp(Site.FILES.resolve(name), Sipp.Transport.UDP, site.host());
    }
}
