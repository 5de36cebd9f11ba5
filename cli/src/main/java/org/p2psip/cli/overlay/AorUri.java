package org.p2psip.cli.overlay;

import java.util.Optional;
import org.p2psip.edge.Aor;
import org.p2psip.edge.message.SipUri;

/**
 * An address of record as people write it: sip:user@domain, with nothing behind the domain.
 *
 * @param uri with escapes where the user needs them
 */
public record AorUri(SipUri uri) {
    /** Reads one; empty when the text is something else, such as a contact with a port or a URI of another scheme. */
    public static Optional<AorUri> parse(String text) {
        return SipUri.parse(text).filter(AorUri::isAor).map(AorUri::new);
    }

    private static boolean isAor(SipUri uri) {
        return !uri.user().isEmpty()
                && uri.password() == null
                && uri.port() < 0
                && uri.params().isEmpty()
                && uri.headers().isEmpty();
    }

    public Aor aor() {
        return new Aor(uri.user(), uri.host());
    }

    /** The same for every way to write it, as a URI. */
    @Override
    public String toString() {
        String canonical = uri.canonicalKey();
        return "sip" + canonical.substring(uri.scheme().length());
    }
}
