package org.p2psip.cli.command;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Users;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the enrolled users. */
@Command(
        name = "users",
        description = "Prints the enrolled users, a line each.",
        subcommands = {DisableUser.class, EnableUser.class})
final class ListUsers implements Callable<Integer> {
    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            TextTable table = new TextTable();
            for (Users.User user : new Users(node).list()) {
                table.row(
                        user.aor(),
                        "enrolled " + Instant.ofEpochMilli(user.enrolledAtMs()).truncatedTo(ChronoUnit.SECONDS),
                        String.join(",", user.algorithms()),
                        user.disabled() ? "disabled" : "");
            }
            spec.commandLine().getOut().print(table);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
