package org.p2psip.suite.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.p2psip.suite.node.EventTopic;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Service;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.node.User;
import org.p2psip.suite.process.NeedsPrograms;
import org.p2psip.suite.program.CalledPhone;
import org.p2psip.suite.program.Sipp;

@NeedsPrograms("sipp")
@ExtendWith(SharedNode.class)
class KafkaDownTest {
    private static final Path FILES = Path.of("target", "kafka-down").toAbsolutePath();
    private static final int CALLS = 10;
    private static final Duration RECORDS_LIMIT = Duration.ofSeconds(40);

    private final String run = UUID.randomUUID().toString();

    @Test
    void callsGoOnAndTheirRecordsArriveWhenTheBrokerIsBack(Node node) {
        List<User> users = User.many("unrecorded", CALLS);
        node.enroll(users);
        String before = "before-" + run;
        registerAndCall(node, users, before);
        try (EventTopic calls = EventTopic.ofCalls(node.kafka())) {
            assertThat(calls.await(before, CALLS, RECORDS_LIMIT)).hasSize(CALLS);
        }
        Service edge = node.service("edge");

        node.kill("kafka");
        String meanwhile = "meanwhile-" + run;
        registerAndCall(node, users, meanwhile);
        assertThat(node.service("edge")).as("Kafka decides no readiness").isEqualTo(edge);

        node.up();
        try (EventTopic calls = EventTopic.ofCalls(node.kafka())) {
            // a record may come twice (it is sent until the broker has confirmed it), but none may be missing
            assertThat(new HashSet<>(calls.await(meanwhile, CALLS, RECORDS_LIMIT)))
                    .hasSize(CALLS);
        }
        assertThat(node.service("edge").pid()).as("pid of the edge").isEqualTo(edge.pid());
    }

    private static void registerAndCall(Node node, List<User> users, String callIdPrefix) {
        Sipp sipp = new Sipp(FILES, Sipp.Transport.UDP);
        List<Sipp.Call> calls = users.stream()
                .map(user -> new Sipp.Call(user, users.get((users.indexOf(user) + 1) % CALLS)))
                .toList();
        try (CalledPhone phone = sipp.answer(CALLS)) {
            sipp.register(node.sip(), users, phone.port(), 10).allSucceeded(CALLS);
            sipp.call(node.sip(), calls, callIdPrefix, 10).allSucceeded(CALLS);
            phone.finish().allSucceeded(CALLS);
            sipp.unregister(node.sip(), users, phone.port(), 10).allSucceeded(CALLS);
        }
    }
}
