package org.p2psip.cli.command;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Registrations;
import org.p2psip.edge.message.SipUri;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Registers a contact on the operator's behalf. */
@Command(
        name = "put",
        description =
                "Registers a contact for an address of record on the operator's behalf, in place of an equal one.")
final class Put implements Callable<Integer> {
    private static final int MAX_EXPIRES_S = 31_536_000;
    private static final BigDecimal THOUSANDTHS = BigDecimal.valueOf(1000);

    @Parameters(paramLabel = "AOR", description = "Such as sip:alice@example.org.")
    private AorUri aor;

    @Option(
            names = "--contact",
            paramLabel = "URI",
            required = true,
            description = "Where it is reached, such as sip:alice@192.0.2.1:5060.")
    private SipUri contact;

    @Option(
            names = "--expires",
            paramLabel = "S",
            defaultValue = "3600",
            description = "Seconds until it expires, 1 to " + MAX_EXPIRES_S + ". Default: 3600.")
    private int expires;

    @Option(
            names = "--q",
            paramLabel = "Q",
            defaultValue = "1",
            description = "Preference, 0 to 1, at most three decimals. Default: 1.")
    private BigDecimal q;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (expires < 1 || expires > MAX_EXPIRES_S) {
            throw new ParameterException(
                    spec.commandLine(), "--expires " + expires + " is not from 1 to " + MAX_EXPIRES_S + " seconds");
        }
        if (q.signum() < 0
                || q.compareTo(BigDecimal.ONE) > 0
                || q.stripTrailingZeros().scale() > 3) {
            throw new ParameterException(
                    spec.commandLine(), "--q " + q + " is no preference from 0 to 1 with at most three decimals");
        }
        try (NodeConnection node = client.connect()) {
            new Registrations(node)
                    .put(aor.aor(), contact, q.multiply(THOUSANDTHS).intValueExact(), expires);
            spec.commandLine().getOut().println(aor + " is at " + contact + " for " + expires + " s");
            return ExitCode.OK;
        }
    }
}
