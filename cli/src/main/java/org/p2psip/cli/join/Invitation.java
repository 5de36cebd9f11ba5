package org.p2psip.cli.join;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.p2psip.cli.CommandFailure;
import org.p2psip.cli.ExitCode;
import org.p2psip.tls.Fingerprint;

/**
 * What an operator gives to who starts a node elsewhere: a token of the enrollment server, the CA by which the overlay is
 * known, and the site that the node will be in. One word: TOKEN.FINGERPRINT.SITE.
 *
 * @param token of the enrollment server, 32 hexadecimal digits
 * @param authority a CA of the overlay
 */
public record Invitation(String token, Fingerprint authority, String site) {
    private static final Pattern FORM = Pattern.compile("([0-9a-f]{32})\\.([0-9a-f]{64})\\.([A-Za-z0-9._-]{1,64})");

    /** Reads one; fails with a message for the operator that does not repeat it. */
    public static Invitation parse(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--token is no invitation of an overlay: it has "
                            + text.strip().length()
                            + " characters, expected is what ./p2psip enroll peer prints, TOKEN.FINGERPRINT.SITE"
                            + " with 32 and 64 hexadecimal digits and the name of a site");
        }
        return new Invitation(parts.group(1), new Fingerprint(parts.group(2)), parts.group(3));
    }

    /** As it is handed over. */
    public String text() {
        return token + "." + authority.text() + "." + site;
    }

    /** Without the token. */
    @Override
    public String toString() {
        return "invitation to the site " + site;
    }
}
