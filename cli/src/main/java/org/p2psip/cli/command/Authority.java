package org.p2psip.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.Certificates;
import org.p2psip.cli.overlay.NodeConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the overlay's CA, and rolls it over. */
@Command(
        name = "authority",
        description = {
            "Shows the CAs that the overlay trusts, or takes a step of the roll-over to the next one: prepare makes it,",
            "activate lets it sign, retire ends the trust in the one before."
        })
final class Authority implements Callable<Integer> {
    @Parameters(
            paramLabel = "STEP",
            arity = "0..1",
            description = "prepare, activate or retire. Without one, nothing is changed.")
    private Certificates.Step step;

    @Option(
            names = "--force",
            description = "Retires a CA whose certificates are still valid: who has one has to enroll again.")
    private boolean force;

    @Option(names = "--pem", description = "Prints the certificates of the CAs in PEM.")
    private boolean pem;

    @Option(names = "--lists", description = "Prints the revocation lists in PEM.")
    private boolean lists;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            Certificates certificates = new Certificates(node);
            Certificates.Authorities authorities =
                    step == null ? certificates.authorities() : certificates.rollOver(step, force);
            PrintWriter out = spec.commandLine().getOut();
            if (pem) {
                authorities.trusted().forEach(one -> out.print(Pem.write(Pem.CERTIFICATE, one.der())));
            }
            if (lists) {
                certificates.revocationLists().forEach(list -> out.print(Pem.write(Pem.REVOCATION_LIST, list)));
            }
            if (!pem && !lists) {
                out.print(table(authorities));
                out.println("next step: " + authorities.next());
            }
            out.flush();
            return ExitCode.OK;
        }
    }

    private static TextTable table(Certificates.Authorities authorities) {
        TextTable table = new TextTable();
        table.row("CA", "STATE", "ENDS", "VALID CERTIFICATES");
        for (Certificates.Authority one : authorities.trusted()) {
            table.row(
                    one.certificate().getSubjectX500Principal().getName(),
                    one.state(),
                    one.certificate().getNotAfter().toInstant(),
                    one.valid());
        }
        return table;
    }
}
