package org.p2psip.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.Certificates;
import org.p2psip.cli.overlay.NodeConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a one-time token. */
@Command(
        name = "peer",
        description = {
            "Prints a one-time token: who has it gets one certificate of the overlay, with Node-IDs that the enrollment",
            "server chooses, for these roles and this site."
        })
final class EnrollPeer implements Callable<Integer> {
    private static final int SECONDS_OF_MINUTE = 60;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            split = ",",
            defaultValue = "peer",
            description = "peer, edge, store, relay, operator; several with commas. Default: peer.")
    private List<String> roles;

    @Option(
            names = "--site",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Site that it is for. Default: that of the node.")
    private String site;

    @Option(
            names = "--valid-minutes",
            paramLabel = "N",
            defaultValue = "60",
            description = "How long the token is good, 1 to 10080. Default: ${DEFAULT-VALUE}.")
    private int validMinutes;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (validMinutes < 1 || validMinutes > 10_080) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--valid-minutes is " + validMinutes + ", expected 1 to 10080 (a week)");
        }
        try (NodeConnection node = client.connect()) {
            Certificates.Token token = new Certificates(node).token(roles, site, validMinutes * SECONDS_OF_MINUTE);
            spec.commandLine().getOut().println(token.text());
            // Apart from the token, which scripts read
            spec.commandLine()
                    .getErr()
                    .println("good once, for " + String.join(", ", roles) + ", until " + token.expiresAt());
            return ExitCode.OK;
        }
    }
}
