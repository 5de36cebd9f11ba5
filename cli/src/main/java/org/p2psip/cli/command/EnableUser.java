package org.p2psip.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Users;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Enables a user that was disabled. */
@Command(name = "enable", description = "Enables a user that was disabled: it may register and call again.")
final class EnableUser implements Callable<Integer> {
    @Parameters(paramLabel = "AOR", description = "Such as sip:alice@example.org.")
    private AorUri aor;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            new Users(node).setDisabled(aor, false);
            spec.commandLine().getOut().println("enabled user " + aor);
            return ExitCode.OK;
        }
    }
}
