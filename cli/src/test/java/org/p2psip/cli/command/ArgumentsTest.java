package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeService;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeState;
import org.p2psip.cli.process.ProcessIdentity;

class ArgumentsTest {
    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sip:@x",
                "alice",
                "mailto:a@b",
                "sip:example.org",
                "alice@example.org",
                "sip:alice@example.org:5060",
                "sip:alice@example.org;transport=tcp",
                "sip:alice:secret@example.org",
                "sip:alice@example.org?subject=x",
                "sip:al%zzice@example.org",
                ""
            })
    void whatIsNoAddressOfRecordIsNamedWithWhatWouldBeRight(String text) {
        CommandRun get = CommandRun.of("get", text, "--data", data.toString());

        assertThat(get.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(get.err()).contains("\"" + text + "\" is no address of record", "sip:alice@example.org");
    }

    @Test
    void nodeThatWasNeverStartedIsSaidSo() {
        for (List<String> command : List.of(
                List.of("get", "sip:alice@example.org"),
                List.of("put", "sip:alice@example.org", "--contact", "sip:alice@192.0.2.1"),
                List.of("remove", "sip:alice@example.org"),
                List.of("remove", "user", "sip:alice@example.org"),
                List.of("users"),
                List.of("peers"))) {
            String[] args = command.toArray(new String[command.size() + 2]);
            args[command.size()] = "--data";
            args[command.size() + 1] = data.toString();
            CommandRun run = CommandRun.of(args);

            assertThat(run.exitCode()).as(command.toString()).isEqualTo(ExitCode.USAGE);
            assertThat(run.err()).contains("no node was started", data.toString(), "p2psip up");
        }
    }

    @Test
    void nodeWhoseRoutingDiedIsSaidSo() throws Exception {
        NodeDirectory directory = new NodeDirectory(data);
        directory.create();
        directory.write(new NodeState(
                NodeSettings.defaults(), Map.of(NodeService.ROUTING, new ProcessIdentity(1, 1, "earlier boot"))));

        CommandRun get = CommandRun.of("get", "sip:alice@example.org", "--data", data.toString());

        assertThat(get.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(get.err()).contains("routing service does not run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"up", "down", "status", "logs", "enroll", "users", "get", "put", "remove", "send", "peers"})
    void everyCommandHasHelpWithItsExitCodes(String command) {
        CommandRun help = CommandRun.of(command, "--help");

        assertThat(help.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(help.out()).contains("p2psip " + command, "--data", "Exit codes:");
    }

    @Test
    void commandThatIsNoneIsNamed() {
        assertThat(CommandRun.of("fly").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(CommandRun.of("fly").err()).contains("'fly'");
        assertThat(CommandRun.of().err()).contains("Which command?", "up", "status");
    }

    @Test
    void statusOfANodeThatDoesNotRunIsNotReady() {
        CommandRun status = CommandRun.of("status", "--data", data.toString());

        assertThat(status.exitCode()).isEqualTo(ExitCode.ABSENT);
        assertThat(status.out().lines().skip(1).map(line -> line.split(" ")[0]))
                .containsExactly("kafka", "storage", "routing", "edge", "relay");
        assertThat(CommandRun.of("status", "--json", "--data", data.toString()).out())
                .contains("\"name\": \"storage\"", "\"pid\": null", "\"ready\": false", "\"why\": \"not running\"");
    }

    @Test
    void downOfANodeThatDoesNotRunIsDone() {
        assertThat(CommandRun.of("down", "--data", data.toString()).exitCode()).isEqualTo(ExitCode.OK);
    }

    @Test
    void nodeWithoutAuthenticationOnAnOpenAddressIsNotStarted() {
        CommandRun up = CommandRun.of("up", "--listen", "0.0.0.0", "--auth", "none", "--data", data.toString());

        assertThat(up.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(up.err()).contains("--auth none", "--insecure");
    }

    @Test
    void logOfWhatIsNoServiceIsRefused() {
        assertThat(CommandRun.of("logs", "console", "--data", data.toString()).err())
                .contains("\"console\" is no service", "storage");
        assertThat(CommandRun.of("logs", "edge", "--data", data.toString()).exitCode())
                .isEqualTo(ExitCode.ABSENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.001", "0.1234"})
    void preferenceOutOfBoundsIsRefused(String q) {
        CommandRun put = CommandRun.of("put", "sip:a@b", "--contact", "sip:c@d", "--q", q);

        assertThat(put.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(put.err()).contains("--q " + q);
    }
}
