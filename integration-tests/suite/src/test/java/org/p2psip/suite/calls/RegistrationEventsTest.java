package org.p2psip.suite.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.Await;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;
import org.p2psip.suite.sip.SipProbe;
import org.p2psip.suite.sip.SipRequest;
import org.p2psip.suite.sip.SipResponse;

/** What subscribers are told of registrations, and what the edge's own events do to what it knows. */
@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class RegistrationEventsTest {
    private static final Path FILES = Path.of("target", "registration-events").toAbsolutePath();
    private static final Duration LIMIT = Duration.ofSeconds(10);

    @Test
    void subscriberIsToldOfAllContactsThenOfTheNewOne(Node node) {
        User user = User.named("watched");
        node.enroll(List.of(user));
        register(node, user, "Contact: <sip:watched@127.0.0.1:19101>");

        double before = notifies(node);
        Sipp sipp = new Sipp(FILES, Sipp.Transport.UDP);
        try (CalledPhone subscriber = sipp.subscribe(node.sip(), user)) {
            Await.until("first NOTIFY", LIMIT, () -> notifies(node) > before);
            register(node, user, "Contact: <sip:watched@127.0.0.1:19102>");
            subscriber.finish().allSucceeded(1);
        }
    }

    /** What a registration changed of a user who is called is known to the edge that took it before the event comes. */
    @Test
    void eventsOfTheEdgesOwnWritesAreNoNews(Node node) {
        User user = User.named("own-write");
        node.enroll(List.of(user));
        try (SipProbe phone = new SipProbe(node.sip())) {
            String contact = "Contact: <sip:own-write@127.0.0.1:" + phone.localPort() + ">";
            register(node, user, contact);
            send(node, user, phone);
            double before = counter(node, "route_set_events_known");
            register(node, user, contact);
            Await.until("event that brings nothing new", LIMIT, () -> counter(node, "route_set_events_known") > before);
        }
    }

    private static void send(Node node, User user, SipProbe phone) {
        SipRequest message = SipRequest.of("MESSAGE", user.aor(), user.aor(), user.aor());
        try (SipProbe caller = new SipProbe(node.sip())) {
            SipResponse challenge = caller.transact(message).response();
            caller.sendAuthenticated(message.again(), challenge, user.name(), user.password());
            phone.answer(phone.await(request -> request.text().startsWith("MESSAGE "), LIMIT));
        }
    }

    private static void register(Node node, User user, String contact) {
        try (SipProbe probe = new SipProbe(node.sip())) {
            SipRequest register = SipRequest.register(user.aor()).with(contact).with("Expires: 600");
            assertThat(probe.authenticated(register, user.name(), user.password())
                            .status())
                    .isEqualTo(200);
        }
    }

    private static double notifies(Node node) {
        return counter(node, "reg_notifies");
    }

    private static double counter(Node node, String name) {
        return node.edgeMetrics().sumOfCounters(line -> line.startsWith("p2psip_edge_" + name + "_total"));
    }
}
