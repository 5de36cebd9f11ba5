package org.p2psip.cli.command;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.Contact;
import org.p2psip.cli.overlay.NodeConnection;
import org.p2psip.cli.overlay.Registrations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the contacts of an address of record. */
@Command(
        name = "get",
        description = "Prints the contacts that are registered for an address of record, the preferred ones first.")
final class Get implements Callable<Integer> {
    private static final double THOUSANDTHS = 1000;

    @Parameters(paramLabel = "AOR", description = "Such as sip:alice@example.org.")
    private AorUri aor;

    @Option(names = "--json", description = "Prints JSON, with all that is known of each contact.")
    private boolean json;

    @Option(
            names = "--verify",
            description = {
                "Verifies who signed each contact, and that it may: exit code 1 when one cannot be believed,",
                "whatever the peers and stores say."
            })
    private boolean verify;

    @Mixin
    private Client client;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        try (NodeConnection node = client.connect()) {
            Registrations registrations = new Registrations(node);
            List<Contact> contacts = verify ? registrations.getVerified(aor.aor()) : registrations.get(aor.aor());
            if (contacts.isEmpty()) {
                throw new CommandFailure(ExitCode.ABSENT, aor + " not found: nothing is registered for it");
            }
            spec.commandLine().getOut().println(json ? asJson(contacts) : asText(contacts));
            boolean isWrong = contacts.stream()
                    .anyMatch(contact -> contact.signature().orElse(null) instanceof Contact.Signature.Wrong);
            return isWrong ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private String asText(List<Contact> contacts) {
        TextTable table = new TextTable();
        for (Contact contact : contacts) {
            table.row(
                    contact.uri(),
                    String.format(Locale.ROOT, "q=%s", contact.q() / THOUSANDTHS),
                    "expires in " + contact.remainingSeconds() + " s",
                    origin(contact),
                    contact.path().isEmpty() ? "" : "path " + String.join(", ", contact.path()),
                    contact.signature().map(Get::signature).orElse(""));
        }
        return aor + "\n" + table.toString().indent(2).stripTrailing();
    }

    private static String signature(Contact.Signature signature) {
        return switch (signature) {
            case Contact.Signature.By(String signer) -> "signed by " + signer;
            case Contact.Signature.Wrong(String reason) -> "NOT GENUINE: " + reason;
        };
    }

    private static String origin(Contact contact) {
        return switch (contact.authentication()) {
            case "", "none" -> "not authenticated";
            case "operator" -> "put by the operator";
            case Contact.OWN_KEY -> "stored by the user itself";
            default -> "authenticated as " + contact.authenticatedUser() + " (" + contact.authentication() + ")";
        };
    }

    private String asJson(List<Contact> contacts) {
        JsonArray array = new JsonArray();
        for (Contact contact : contacts) {
            JsonObject json = new JsonObject();
            json.addProperty("contact", contact.uri());
            json.addProperty("q", contact.q() / THOUSANDTHS);
            json.addProperty("expires", contact.remainingSeconds());
            json.addProperty("authenticatedUser", contact.authenticatedUser());
            json.addProperty("authentication", contact.authentication());
            json.addProperty("edge", contact.edge());
            json.addProperty("key", contact.key());
            contact.signature().ifPresent(signature -> {
                switch (signature) {
                    case Contact.Signature.By(String signer) -> json.addProperty("signedBy", signer);
                    case Contact.Signature.Wrong(String reason) -> json.addProperty("notGenuine", reason);
                }
            });
            JsonArray path = new JsonArray();
            contact.path().forEach(path::add);
            json.add("path", path);
            array.add(json);
        }
        JsonObject json = new JsonObject();
        json.addProperty("aor", aor.toString());
        json.add("contacts", array);
        return new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(json);
    }
}
