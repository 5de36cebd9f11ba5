package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.cli.ExitCode;
import org.p2psip.proto.v1.ListTrunksResponse;
import org.p2psip.proto.v1.TrunkStatus;

class TrunksTest {
    private FakeNode node;

    @BeforeEach
    void start() throws IOException {
        node = new FakeNode();
        node.trunks = ListTrunksResponse.newBuilder()
                .setFile("/etc/trunks.yaml")
                .addTrunks(TrunkStatus.newBuilder()
                        .setName("carrier")
                        .setHost("sip:a.example")
                        .setUp(true)
                        .setLastProbeAgoMs(40)
                        .setCalls(3)
                        .setCallsPerS(2)
                        .setRegistration("registered"))
                .addTrunks(TrunkStatus.newBuilder()
                        .setName("office")
                        .setHost("sip:b.example")
                        .setRegistration("none"))
                .build();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void hostsOfTrunksAreListed() {
        CommandRun run = CommandRun.of("trunks", "--target", node.target());
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly(
                        "TRUNK|HOST|STATE|CALLS|CALLS/S|LAST PROBE|REGISTRATION",
                        "carrier|sip:a.example|up|3|2|40 ms ago|registered",
                        "office|sip:b.example|down|0|0|-|-");
    }

    @Test
    void jsonNamesEveryColumn() {
        CommandRun run = CommandRun.of("trunks", "--json", "--target", node.target());
        assertThat(run.out().replaceAll("\\s", ""))
                .contains("\"file\":\"/etc/trunks.yaml\",\"problems\":[]")
                .contains("{\"name\":\"carrier\",\"host\":\"sip:a.example\",\"up\":true,\"calls\":3,"
                        + "\"callsPerSecond\":2,\"lastProbeAgoMs\":40,\"registration\":\"registered\"}")
                .contains("\"lastProbeAgoMs\":null");
    }

    @Test
    void refusedFileIsToldWithExitCodeThree() {
        node.trunks = node.trunks.toBuilder()
                .addProblems("/etc/trunks.yaml:3: trunks[0].hosts[0]: \"x\": must be a SIP URI")
                .build();
        CommandRun run = CommandRun.of("trunks", "--target", node.target());
        assertThat(run.exitCode()).isEqualTo(ExitCode.ABSENT);
        assertThat(run.out()).contains("carrier");
        assertThat(run.err()).contains("refused: /etc/trunks.yaml:3: trunks[0].hosts[0]");
    }

    @Test
    void edgeWithoutATrunksFileSaysSo() {
        node.trunks = ListTrunksResponse.getDefaultInstance();
        CommandRun run = CommandRun.of("trunks", "--target", node.target());
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("no trunks file");
    }

    @Test
    void nodeThatIsNotStartedIsToldWithExitCodeTwo(@TempDir Path nothing) {
        CommandRun run = CommandRun.of("trunks", "--data", nothing.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(run.err()).contains("no node was started");
    }
}
