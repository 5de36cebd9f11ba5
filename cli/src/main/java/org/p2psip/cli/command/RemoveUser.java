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

/** Removes an enrolled user. */
@Command(name = "user", description = "Removes an enrolled user, and ends what is registered for it.")
final class RemoveUser implements Callable<Integer> {
    @Parameters(paramLabel = "AOR", description = "Such as sip:alice@example.org.")
    private AorUri aor;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            int contacts = new Users(node).remove(aor);
            spec.commandLine().getOut().println("removed user " + aor + " and " + contacts + " registered contacts");
            return ExitCode.OK;
        }
    }
}
