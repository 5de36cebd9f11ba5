package org.p2psip.edge.identity;

import java.util.Optional;
import org.p2psip.edge.Aor;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.number.NumberRules;

/**
 * Who sent a request, as far as this edge knows.
 *
 * @param user the authenticated user; null when nobody was authenticated
 * @param number the user's telephone number in E.164; empty when he has none, or nobody was authenticated
 * @param believed whether it came from the trust domain, so that what it asserts is true (RFC 3325 section 5)
 */
public record Sender(Aor user, String number, boolean believed) {
    /** Somebody of whom nothing is known. */
    public static final Sender UNKNOWN = new Sender(null, "", false);

    /** Whether a request has anything that {@link #assertTo} would change. */
    public static boolean concerns(SipMessage request) {
        return request.count(Header.P_ASSERTED_IDENTITY) > 0 || request.count(Header.P_PREFERRED_IDENTITY) > 0;
    }

    /**
     * Writes the asserted identity of a request for who gets it, and takes away what may not be given (RFC 3325
     * sections 5 to 7).
     *
     * @param given whether who gets it may know the identity
     * @param format from E.164 to numbers as they are written there
     */
    public void assertTo(MessageEditor editor, SipMessage request, boolean given, NumberRules format) {
        editor.remove(Header.P_PREFERRED_IDENTITY);
        if (believed && given) {
            return;
        }
        editor.remove(Header.P_ASSERTED_IDENTITY);
        if (given && user != null) {
            editor.append(Header.P_ASSERTED_IDENTITY, '<' + identity(request, format) + '>');
        }
    }

    /** What the user prefers where it is his; else his number, else his address. */
    private String identity(SipMessage request, NumberRules format) {
        for (String value : request.values(Header.P_PREFERRED_IDENTITY)) {
            Optional<SipUri> preferred = NameAddr.parse(value).map(NameAddr::uri);
            if (preferred.flatMap(SipUri::aor).filter(user::equals).isPresent()) {
                return preferred.get().withoutHeaders();
            }
        }
        if (number.isEmpty()) {
            return user.toString();
        }
        return "sip:" + format.apply(number) + '@' + user.host() + ";user=phone";
    }
}
