package org.p2psip.cli.command;

import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.join.Invitation;
import org.p2psip.cli.overlay.Certificates;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.tls.Fingerprint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a one-time token. */
@Command(
        name = "peer",
        description = {
            "Prints an invitation: who has it starts a whole node on another machine, as a new site of the overlay",
            "(./p2psip up --join TARGET --token INVITATION). With --role: a token for one certificate with these roles."
        })
final class EnrollPeer implements Callable<Integer> {
    private static final int SECONDS_OF_MINUTE = 60;
    private static final int MAX_USES = 100;

    /** What a node's services enroll as. */
    private static final List<String> NODE = List.of("peer", "store", "edge", "relay");

    private static final SecureRandom RANDOM = new SecureRandom();

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            split = ",",
            description = "peer, edge, store, relay, operator; several with commas. Default: those of a whole node.")
    private List<String> roles;

    @Option(names = "--operator", description = "The commands on the other machine may do what an operator may, too.")
    private boolean operator;

    @Option(
            names = "--site",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Site that it is for. Default: a new one for a whole node, else that of the node.")
    private String site;

    @Option(
            names = "--uses",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many nodes, or certificates with --role, it is good for, 1 to 100. Default: ${DEFAULT-VALUE}.")
    private int uses;

    @Option(
            names = {"--valid-minutes", "--expires"},
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
        if (uses < 1 || uses > MAX_USES) {
            throw new CommandFailure(ExitCode.USAGE, "--uses is " + uses + ", expected 1 to " + MAX_USES);
        }
        try (NodeConnection node = client.connect()) {
            Certificates certificates = new Certificates(node);
            String text = roles == null ? invite(certificates) : token(certificates);
            // Alone, for scripts; the rest goes to people
            spec.commandLine().getOut().println(text);
            return ExitCode.OK;
        }
    }

    private String token(Certificates certificates) {
        Certificates.Token token = certificates.token(roles, site, validMinutes * SECONDS_OF_MINUTE, uses);
        say("good " + times() + ", for " + String.join(", ", roles) + ", until " + token.expiresAt());
        return token.text();
    }

    private String invite(Certificates certificates) {
        List<String> all = new ArrayList<>(NODE);
        if (operator) {
            all.add("operator");
        }
        String of = site.isEmpty() ? "site-" + HexFormat.of().toHexDigits(RANDOM.nextInt()) : site;
        Certificates.Token token = certificates.token(all, of, validMinutes * SECONDS_OF_MINUTE, uses * all.size());
        X509Certificate signing =
                certificates.authorities().trusted().getFirst().certificate();
        String text = new Invitation(token.text(), Fingerprint.of(signing), of).text();
        say("An invitation to the site " + of + ", good " + times() + ", until " + token.expiresAt()
                + ". On the other machine, where HOST:PORT is the routing peer of a node that runs there with --listen"
                + " (or dns:NAME, multicast, broadcast):");
        say("  ./p2psip up --listen ADDRESS --join HOST:PORT --token " + text);
        return text;
    }

    private String times() {
        return uses == 1 ? "once" : uses + " times";
    }

    private void say(String line) {
        spec.commandLine().getErr().println(line);
    }
}
