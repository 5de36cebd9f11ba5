package org.p2psip.cli.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Ring;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends a message through the overlay. */
@Command(
        name = "send",
        description =
                "Sends a message to a peer, or to the registered client of an address of record; prints its answer.")
final class Send implements Callable<Integer> {
    private static final String NODE_ID = "[0-9a-fA-F]{32}";

    @Parameters(
            paramLabel = "AOR|NODE-ID",
            description = "Such as sip:alice@example.org, or 32 hexadecimal digits as peers prints them.")
    private String target;

    @Option(
            names = "--application",
            paramLabel = "NAME",
            defaultValue = "ping",
            description = "Who shall get it there. Default: ping, which every peer answers with the same body.")
    private String application;

    @Option(names = "--body", paramLabel = "TEXT", defaultValue = "", description = "The message. Default: nothing.")
    private String body;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Optional<AorUri> aor = AorUri.parse(target);
        if (aor.isEmpty() && !target.matches(NODE_ID)) {
            throw new ParameterException(
                    spec.commandLine(),
                    Converters.noAor(target) + ". Nor is it a Node-ID, which has 32 hexadecimal digits");
        }
        try (NodeConnection node = client.connect()) {
            Ring ring = new Ring(node);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            Ring.Answer answer = aor.isPresent()
                    ? ring.send(aor.get().aor(), application, bytes)
                    : ring.send(HexFormat.of().parseHex(target), application, bytes);
            spec.commandLine()
                    .getOut()
                    .println("answered by " + answer.nodeId() + " after " + answer.hops()
                            + (answer.hops() == 1 ? " hop: " : " hops: ")
                            + new String(answer.body(), StandardCharsets.UTF_8));
            return ExitCode.OK;
        }
    }
}
