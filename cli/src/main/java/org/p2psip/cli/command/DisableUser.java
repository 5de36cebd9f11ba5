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

/** Disables an enrolled user. */
@Command(
        name = "disable",
        description = {
            "Disables an enrolled user: ends what is registered for it, and refuses it (403) until it is enabled.",
            "Its password stays."
        })
final class DisableUser implements Callable<Integer> {
    @Parameters(paramLabel = "AOR", description = "Such as sip:alice@example.org.")
    private AorUri aor;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            int contacts = new Users(node).setDisabled(aor, true);
            spec.commandLine().getOut().println("disabled user " + aor + " and ended " + contacts + " registrations");
            return ExitCode.OK;
        }
    }
}
