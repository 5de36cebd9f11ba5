package org.p2psip.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeSettings;
import org.p2psip.cli.node.NodeState;
import org.p2psip.relay.stun.auth.SharedSecretUsers;

class TurnCredentialsTest {
    @TempDir
    private Path temp;

    private CommandRun run(String... more) {
        List<String> args = new ArrayList<>(List.of("turn-credentials", "--data", temp.toString()));
        args.addAll(List.of(more));
        return CommandRun.of(args.toArray(String[]::new));
    }

    private NodeDirectory node() throws IOException {
        NodeDirectory directory = new NodeDirectory(temp);
        directory.create();
        directory.write(new NodeState(NodeSettings.defaults(), Map.of()));
        return directory;
    }

    @Test
    void printsAUserThatTheRelayTakesForSomeHours() throws IOException {
        NodeDirectory directory = node();
        Files.createDirectories(directory.turnSecret().getParent());
        Files.writeString(directory.turnSecret(), "# new\nfirst-secret-of-two\nsecond-secret-of-two\n");
        long before = Instant.now().getEpochSecond();
        CommandRun run = run("alice", "--hours", "2");
        assertThat(run.exitCode()).isEqualTo(ExitCode.OK);
        List<String> lines = run.out().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("turn:127.0.0.1:3478");
        String username = lines.get(1).substring("username ".length());
        assertThat(username).endsWith(":alice");
        assertThat(SharedSecretUsers.isGood(username, before + 7_199)).isTrue();
        assertThat(SharedSecretUsers.isGood(username, before + 7_260)).isFalse();
        assertThat(lines.get(2)).isEqualTo("password " + SharedSecretUsers.password("first-secret-of-two", username));
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        assertThat(run("alice").exitCode()).isEqualTo(ExitCode.USAGE);
        node();
        CommandRun without = run("alice");
        assertThat(without.exitCode()).isEqualTo(ExitCode.ABSENT);
        assertThat(without.err()).contains("turn-secret");
        assertThat(run("alice", "--hours", "0").exitCode()).isEqualTo(ExitCode.USAGE);
    }
}
