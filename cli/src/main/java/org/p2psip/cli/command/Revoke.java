package org.p2psip.cli.command;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.Certificates;
import org.p2psip.cli.overlay.NodeConnection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Revokes certificates. */
@Command(
        name = "revoke",
        description = {
            "Revokes certificates: those with a Node-ID, one by its serial number, or those of a user. They cannot be",
            "renewed, and stand on the revocation list from now on."
        })
final class Revoke implements Callable<Integer> {
    private static final int NODE_ID_DIGITS = 32;
    private static final int SERIAL_DIGITS_LIMIT = 40;

    @Parameters(paramLabel = "NODE-ID", arity = "0..1", description = "32 hexadecimal digits.")
    private String nodeId;

    @Option(names = "--serial", paramLabel = "HEX", description = "The serial number of one certificate.")
    private String serial;

    @Option(names = "--user", paramLabel = "AOR", description = "A user, such as sip:alice@example.org.")
    private AorUri user;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int given = (nodeId == null ? 0 : 1) + (serial == null ? 0 : 1) + (user == null ? 0 : 1);
        if (given != 1) {
            throw new ParameterException(spec.commandLine(), "Revoke what? One of NODE-ID, --serial and --user");
        }
        requireHex("NODE-ID", nodeId, NODE_ID_DIGITS, NODE_ID_DIGITS);
        requireHex("--serial", serial, 1, SERIAL_DIGITS_LIMIT);
        try (NodeConnection node = client.connect()) {
            int revoked = revoke(new Certificates(node));
            spec.commandLine().getOut().println("revoked " + revoked + " certificates");
            return ExitCode.OK;
        }
    }

    private int revoke(Certificates certificates) {
        if (nodeId != null) {
            return certificates.revokeNode(HexFormat.of().parseHex(nodeId));
        }
        return serial != null ? certificates.revokeSerial(new BigInteger(serial, 16)) : certificates.revokeUser(user);
    }

    private void requireHex(String what, String text, int min, int max) {
        boolean isHex = text == null
                || text.length() >= min && text.length() <= max && text.chars().allMatch(HexFormat::isHexDigit);
        if (!isHex) {
            throw new ParameterException(
                    spec.commandLine(),
                    what + " is \"" + text + "\", expected " + (min == max ? String.valueOf(min) : min + " to " + max)
                            + " hexadecimal digits");
        }
    }
}
