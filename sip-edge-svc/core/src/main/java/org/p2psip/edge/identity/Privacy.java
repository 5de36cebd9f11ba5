package org.p2psip.edge.identity;

import java.util.Locale;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/**
 * What a caller wants hidden (RFC 3323 section 4.2, RFC 3325 section 9.3).
 *
 * @param id the asserted identity
 * @param user who the caller is: From and what tells as much
 * @param header the way that the call came
 * @param session the addresses of media, which this edge cannot hide
 * @param critical the call is to fail where not all of that can be done
 */
public record Privacy(boolean id, boolean user, boolean header, boolean session, boolean critical) {
    /** Nothing is to be hidden. */
    public static final Privacy NONE = new Privacy(false, false, false, false, false);

    /** Reads the header of a request; one look when it has none. */
    public static Privacy of(SipMessage request) {
        String value = request.count(Header.PRIVACY) == 0 ? null : request.header(Header.PRIVACY);
        if (value == null) {
            return NONE;
        }
        boolean id = false;
        boolean user = false;
        boolean header = false;
        boolean session = false;
        boolean critical = false;
        for (String wish : value.toLowerCase(Locale.ROOT).split("[;,]")) {
            switch (wish.trim()) {
                case "none" -> {
                    return NONE;
                }
                case "id" -> id = true;
                case "user" -> user = true;
                case "header" -> header = true;
                case "session" -> session = true;
                case "critical" -> critical = true;
                default -> {} // RFC 3323 4.2: others are for those who know them
            }
        }
        return new Privacy(id, user, header, session, critical);
    }

    /** Whether not all that is wanted can be done, and the call is to fail for that (RFC 3323 section 5). */
    public boolean isBeyondUs() {
        return critical && session;
    }

    /** Whether the asserted identity may not be given to who is not trusted. */
    public boolean hidesIdentity() {
        return id || user || header;
    }
}
