package org.p2psip.cli.command;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Users;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Enrolls one user. */
@Command(
        name = "user",
        description = {
            "Enrolls a user, or gives it a new password. The password is asked for twice; it does not leave this",
            "machine, only its hashes do."
        })
final class EnrollUser implements Callable<Integer> {
    @Parameters(paramLabel = "AOR", description = "Such as sip:alice@example.org, in a domain of the node.")
    private AorUri aor;

    @Option(names = "--password-stdin", description = "Reads the password from the first line of standard input.")
    private boolean passwordStdin;

    @Option(
            names = "--csr",
            paramLabel = "FILE",
            description = "A certificate request, PEM or DER: prints the user's certificate and that of the CA in PEM.")
    private Path csr;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            String password = passwordStdin ? firstLine() : asked();
            if (password.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "an empty password protects nobody");
            }
            byte[] request = csr == null ? new byte[0] : Pem.request(csr);
            Users.Enrolled enrolled = new Users(node).enroll(new Users.NewUser(aor, password), request);
            spec.commandLine()
                    .getOut()
                    .println(
                            enrolled.created()
                                    ? "enrolled " + aor
                                    : aor + " was enrolled before: it has the new password now");
            for (byte[] certificate : enrolled.chain()) {
                spec.commandLine().getOut().print(Pem.write(Pem.CERTIFICATE, certificate));
            }
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
    }

    private static String firstLine() throws IOException {
        String line = new UserLines(System.in).nextLine();
        return line == null ? "" : line;
    }

    private String asked() {
        Console console = System.console();
        if (console == null) {
            throw new CommandFailure(
                    ExitCode.USAGE, "there is no terminal to ask for the password: --password-stdin reads it");
        }
        char[] first = console.readPassword("Password of %s: ", aor);
        char[] second = console.readPassword("The same again: ");
        if (first == null || second == null || !Arrays.equals(first, second)) {
            throw new CommandFailure(ExitCode.USAGE, "the two passwords differ: nothing was changed");
        }
        return new String(first);
    }
}
