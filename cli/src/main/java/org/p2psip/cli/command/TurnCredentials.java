package org.p2psip.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.node.NodeAddresses;
import org.p2psip.cli.node.NodeDirectory;
import org.p2psip.cli.node.NodeState;
import org.p2psip.relay.stun.auth.SharedSecretUsers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a user of the relay for a while. */
@Command(
        name = "turn-credentials",
        description = "Prints a username and a password that the node's relay (TURN) takes for some hours.")
final class TurnCredentials implements Callable<Integer> {
    private static final int MOST_HOURS = 24 * 365;

    @Parameters(paramLabel = "USER", description = "Whom the relay's quotas count it for, such as alice.")
    private String user;

    @Option(
            names = "--hours",
            paramLabel = "N",
            defaultValue = "24",
            description = "How long they are good, 1 to 8760. Default: 24.")
    private int hours;

    @Mixin
    private Common common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (user.isBlank() || user.length() > 128 || hours < 1 || hours > MOST_HOURS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "USER has 1 to 128 characters, and --hours is 1 to " + MOST_HOURS + ", not \"" + user + "\" and "
                            + hours);
        }
        NodeDirectory directory = common.directory();
        NodeState node = directory
                .read()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE, "no node was started with " + directory.path() + ": ./p2psip up starts one"));
        Path secrets = directory.turnSecret();
        if (!Files.isReadable(secrets)) {
            throw new CommandFailure(
                    ExitCode.ABSENT,
                    "there is no secret in " + secrets + ": the relay makes it when it starts for the first time");
        }
        String username = SharedSecretUsers.username(
                user, Instant.now().plus(Duration.ofHours(hours)).getEpochSecond());
        String secret = Files.readAllLines(secrets).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && line.charAt(0) != '#')
                .findFirst()
                .orElseThrow(() -> new CommandFailure(ExitCode.ABSENT, secrets + " has no secret in it"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("turn:" + new NodeAddresses(node.settings()).turn());
        out.println("username " + username);
        out.println("password " + SharedSecretUsers.password(secret, username));
        out.flush();
        return ExitCode.OK;
    }
}
