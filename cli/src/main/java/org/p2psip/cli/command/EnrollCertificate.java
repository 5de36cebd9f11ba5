package org.p2psip.cli.command;

import java.io.IOException;
import java.nio.file.Path;
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

/** Has a certificate request certified. */
@Command(
        name = "certificate",
        description = {
            "Has a certificate request (PKCS #10, made by openssl req) certified for a token, and prints the",
            "certificate and that of the CA in PEM. The token is read from standard input."
        })
final class EnrollCertificate implements Callable<Integer> {
    @Option(names = "--csr", paramLabel = "FILE", required = true, description = "The request, PEM or DER.")
    private Path csr;

    @Option(
            names = "--token-stdin",
            required = true,
            description = "Reads the token from the first line of standard input.")
    private boolean tokenStdin;

    @Option(
            names = "--node-ids",
            paramLabel = "N",
            defaultValue = "1",
            description = "Node-IDs wanted, 1 to 16. Default: ${DEFAULT-VALUE}.")
    private int nodeIds;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        byte[] request = Pem.request(csr);
        String token = new UserLines(System.in).nextLine();
        if (token == null || token.isBlank()) {
            throw new CommandFailure(ExitCode.USAGE, "there is no token on standard input; enroll peer prints one");
        }
        try (NodeConnection node = client.connect()) {
            for (byte[] certificate : new Certificates(node).enroll(request, token.strip(), nodeIds)) {
                spec.commandLine().getOut().print(Pem.write(Pem.CERTIFICATE, certificate));
            }
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }
}
