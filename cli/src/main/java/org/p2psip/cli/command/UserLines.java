package org.p2psip.cli.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.p2psip.cli.overlay.AorUri;
import org.p2psip.cli.overlay.Users.NewUser;

/** Users as text, a line each: an address of record, a comma or white space, the password. */
final class UserLines {
    /** Longer lines are refused. */
    static final int MAX_LENGTH = 4096;

    /** A line that says who shall be enrolled, or why it does not. */
    sealed interface Line {
        record User(NewUser user) implements Line {}

        record Malformed(String why) implements Line {}

        /** Empty, or a comment that begins with a hash sign. */
        record Nothing() implements Line {}
    }

    private final BufferedReader reader;

    UserLines(InputStream in) {
        this.reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /** The next line without its end; null at the end. */
    String nextLine() throws IOException {
        return reader.readLine();
    }

    static Line parse(String line) {
        String text = line.stripLeading();
        if (text.isEmpty() || text.startsWith("#")) {
            return new Line.Nothing();
        }
        if (text.length() > MAX_LENGTH) {
            return new Line.Malformed("the line is longer than " + MAX_LENGTH + " characters");
        }
        int separator = separatorIn(text);
        String name = text.substring(0, separator);
        String password = separator == text.length() ? "" : text.substring(separator + 1);
        Optional<AorUri> aor = AorUri.parse(name);
        if (aor.isEmpty()) {
            return new Line.Malformed(Converters.noAor(name));
        }
        return password.isEmpty()
                ? new Line.Malformed("there is no password behind " + name)
                : new Line.User(new NewUser(aor.get(), password));
    }

    private static int separatorIn(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) != ',' && !Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
