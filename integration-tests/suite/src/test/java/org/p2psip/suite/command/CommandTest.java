package org.p2psip.suite.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.suite.node.Node;
import org.p2psip.suite.node.Service;
import org.p2psip.suite.node.SharedNode;
import org.p2psip.suite.process.Finished;
import org.p2psip.suite.process.Ports;
import org.p2psip.suite.process.ProcessTable;

@ExtendWith(SharedNode.class)
class CommandTest {
    private static final List<String> SERVICES = List.of("edge", "kafka", "relay", "routing", "storage");

    @TempDir
    private Path elsewhere;

    /** When a node started that should not have: it must not outlive the failure. */
    @AfterEach
    void stopWhatWasStartedElsewhere() {
        Path data = elsewhere.resolve("data");
        if (Files.exists(data)) {
            Node.runBare("down", "--data", data.toString());
        }
    }

    @Test
    void aTakenSipPortIsNamedAndNothingIsLeftRunning(Node node) {
        int taken = node.sipPort();
        int base = Ports.freeRange(20);
        assertRefusedForPort(taken, Node.tryUp(elsewhere.resolve("data"), taken, base, Ports.free()));
        assertFree(base, 20);
    }

    @Test
    void aTakenServicePortIsNamedAndNothingIsLeftRunning(Node node) {
        int sip = Ports.free();
        Finished refused = Node.tryUp(elsewhere.resolve("data"), sip, node.portBase(), Ports.free());
        assertRefusedForPort(node.portBase(), refused);
        assertFree(sip, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "up",
                "down",
                "status",
                "logs",
                "enroll",
                "enroll user",
                "enroll users",
                "enroll peer",
                "enroll certificate",
                "users",
                "users disable",
                "users enable",
                "revoke",
                "authority",
                "remove",
                "remove user",
                "get",
                "put",
                "send",
                "peers",
                "trace",
                "test"
            })
    void everyCommandHasHelp(String command) {
        String[] arguments = (command + " --help").split(" ");
        String[] words = command.split(" ");
        Finished help = Node.runBare(arguments).succeeded();
        assertThat(help.output()).containsIgnoringCase("usage").contains(words[words.length - 1]);
    }

    @Test
    void anUnknownCommandOrOptionIsNamed(Node node) {
        Finished unknown = node.run("no-such-command");
        assertThat(unknown.exitCode()).isNotZero();
        assertThat(unknown.errors()).contains("no-such-command");
        Finished option = node.run("status", "--no-such-option");
        assertThat(option.exitCode()).isNotZero();
        assertThat(option.errors()).contains("--no-such-option");
    }

    @Test
    void statusNamesEveryServiceAndItsProcess(Node node) {
        assertThat(node.services().keySet()).containsAll(SERVICES);
        Finished status = node.run("status").succeeded();
        for (Service service : node.services().values()) {
            assertThat(ProcessTable.isAlive(service.pid())).isTrue();
            assertThat(status.output()).contains(service.name()).contains(Long.toString(service.pid()));
        }
    }

    @Test
    void downLeavesNoProcessAndUpWorksFromAnotherDirectory(Node node) {
        List<Long> pids = node.services().values().stream().map(Service::pid).toList();
        assertThat(pids).doesNotContain(0L);

        node.down();
        assertThat(pids).noneMatch(ProcessTable::isAlive);
        assertNothingRuns(node.data());
        assertFree(node.portBase(), 14);
        assertFree(node.sipPort(), 1);
        Finished status = node.run("status");
        assertThat(status.exitCode())
                .as("status of a node that is down: " + status)
                .isNotZero();

        assertThat(node.up(elsewhere).output()).contains(Integer.toString(node.sipPort()));
        assertThat(node.runFrom(elsewhere, "status").succeeded().output()).contains(SERVICES);
    }

    @Test
    void aDirectoryIsNamedRelativeToWhereTheCommandRuns(Node node) throws IOException {
        Path parent = node.data().toRealPath().getParent();
        Finished status = Node.runBareFrom(
                parent, "status", "--data", node.data().getFileName().toString());
        assertThat(status.succeeded().output()).contains(SERVICES);
    }

    private void assertRefusedForPort(int port, Finished refused) {
        assertThat(refused.exitCode()).as(refused.toString()).isNotZero();
        assertThat(refused.said()).contains(Integer.toString(port));
        assertNothingRuns(elsewhere);
    }

    private static void assertNothingRuns(Path data) {
        assertThat(ProcessTable.naming(data.toString()))
                .as("processes of a node in " + data)
                .map(ProcessTable::describe)
                .isEmpty();
    }

    private static void assertFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            assertThat(Ports.isFree(port)).as("port " + port + " is free").isTrue();
        }
    }
}
