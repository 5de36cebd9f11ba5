package org.p2psip.cli.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.Contact;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Registrations;
import org.p2psip.cli.overlay.Registrations.Happening;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints changes of the contacts of an address of record as they happen. */
@Command(
        name = "watch",
        description = {
            "Prints what is registered for an address of record, and a line for each change, until it is interrupted.",
            "A line that says now comes first, and after a time in which changes may have been missed."
        })
final class Watch implements Callable<Integer> {
    @Parameters(paramLabel = "AOR", description = "Such as sip:alice@example.org.")
    private AorUri aor;

    @Option(
            names = "--changes",
            paramLabel = "N",
            description = "Ends after so many changes. Default: it does not end.")
    private int changes;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            Registrations registrations = new Registrations(node);
            PrintWriter out = spec.commandLine().getOut();
            int[] seen = {0};
            registrations.watch(aor.aor(), happening -> {
                out.println(line(happening, registrations.get(aor.aor())));
                out.flush();
                seen[0] += happening.isChange() ? 1 : 0;
                return changes == 0 || seen[0] < changes;
            });
            return ExitCode.OK;
        }
    }

    private static String line(Happening happening, List<Contact> contacts) {
        String what = happening.isChange() ? happening.what() : "now";
        String uris = contacts.stream().map(Contact::uri).collect(Collectors.joining(", "));
        return Instant.ofEpochMilli(happening.atMs()).truncatedTo(ChronoUnit.MILLIS) + " " + what + ": "
                + (contacts.isEmpty() ? "no contact" : uris);
    }
}
