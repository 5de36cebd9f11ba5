package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.p2psip.cli.ExitCode;
import org.p2psip.proto.v1.BannedSource;

class EdgeCommandsTest {
    private FakeNode node;

    @BeforeEach
    void startNode() throws Exception {
        node = new FakeNode();
    }

    @AfterEach
    void stopNode() {
        node.close();
    }

    @Test
    void bansAreListedWithReasonAndTimes() {
        node.bans.put(
                "203.0.113.9",
                BannedSource.newBuilder()
                        .setSource("203.0.113.9/32")
                        .setReason("wrong credentials")
                        .setSinceS(10)
                        .setLeftS(290)
                        .build());
        CommandRun bans = CommandRun.of("bans", "--target", node.target());
        assertThat(bans.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(bans.out().lines())
                .containsExactly(
                        "SOURCE          WHY                SINCE  LEFT",
                        "203.0.113.9/32  wrong credentials  10 s   290 s");
    }

    @Test
    void banIsLiftedOnce() {
        node.bans.put("203.0.113.9", BannedSource.getDefaultInstance());
        CommandRun lift = CommandRun.of("bans", "lift", "203.0.113.9", "--target", node.target());
        assertThat(lift.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(node.bans).isEmpty();
        CommandRun again = CommandRun.of("bans", "lift", "203.0.113.9", "--target", node.target());
        assertThat(again.exitCode()).isEqualTo(ExitCode.ABSENT);
        assertThat(again.err()).contains("203.0.113.9 is not banned at this edge");
    }

    @Test
    void traceIsSwitchedForAllOrOneUser() {
        CommandRun all = CommandRun.of("trace", "on", "--target", node.target());
        assertThat(all.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(all.out()).contains("message trace of everybody is on");
        CommandRun.of("trace", "on", "sip:alice@Example.org", "--target", node.target());
        CommandRun.of("trace", "off", "--target", node.target());
        assertThat(node.traces).containsExactly("on ", "on alice@example.org", "off ");
    }

    @Test
    void traceWithoutACollectorNamesTheKey() {
        node.isUnavailable = true;
        CommandRun trace = CommandRun.of("trace", "on", "--target", node.target());
        assertThat(trace.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(trace.err()).contains("p2psip.hep.target must be set");
    }
}
