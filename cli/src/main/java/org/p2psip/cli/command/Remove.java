package org.p2psip.cli.command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.Contact;
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

/** Removes contacts of an address of record; its subcommand removes a user. */
@Command(
        name = "remove",
        description = "Removes the contacts that are registered for an address of record, or one of them.",
        subcommands = RemoveUser.class)
final class Remove implements Callable<Integer> {
    @Parameters(paramLabel = "AOR", arity = "0..1", description = "Such as sip:alice@example.org.")
    private AorUri aor;

    @Option(names = "--contact", paramLabel = "URI", description = "Removes this one only.")
    private SipUri contact;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (aor == null) {
            throw new ParameterException(spec.commandLine(), "Remove what? An AOR, or: user AOR");
        }
        try (NodeConnection node = client.connect()) {
            Registrations registrations = new Registrations(node);
            List<Contact> registered = registrations.get(aor.aor());
            List<Contact> meant = registered.stream().filter(this::isMeant).toList();
            if (meant.isEmpty()) {
                throw new CommandFailure(ExitCode.ABSENT, "not found: " + whatIsMissing(registered));
            }
            meant.forEach(one -> registrations.remove(aor.aor(), one));
            meant.forEach(one -> spec.commandLine().getOut().println("removed " + one.uri() + " of " + aor));
            return ExitCode.OK;
        }
    }

    private boolean isMeant(Contact registered) {
        return contact == null
                || registered.uri().equals(contact.text())
                || SipUri.parse(registered.uri()).filter(contact::equivalent).isPresent();
    }

    private String whatIsMissing(List<Contact> registered) {
        return registered.isEmpty()
                ? "nothing is registered for " + aor
                : aor + " has no contact " + contact + ". It has "
                        + String.join(
                                ", ", registered.stream().map(Contact::uri).toList());
    }
}
