package org.p2psip.edge.regevent;

import java.util.List;
import java.util.Locale;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;

/** Reads a SUBSCRIBE (RFC 6665 sections 4.2.1 and 8.2, RFC 3680 section 4). */
final class SubscribeReader {
    static final String PACKAGE = "reg";
    static final String DOCUMENT = "application/reginfo+xml";

    private static final int NEVER_TOO_BRIEF = 3600;

    private final RegEventConfig config;

    SubscribeReader(RegEventConfig config) {
        this.config = config;
    }

    /** What a SUBSCRIBE turned out to be. */
    sealed interface Read {}

    /**
     * One that can be served.
     *
     * @param event the Event value that its NOTIFYs repeat
     * @param expiresSeconds granted time; 0 ends the subscription
     * @param target where its NOTIFYs are addressed to
     */
    record Valid(String event, int expiresSeconds, SipUri target) implements Read {}

    /**
     * One that cannot.
     *
     * @param header header that tells more; null for none
     */
    record Refused(int status, String reason, Header header, String value) implements Read {}

    /** The event package that a request names, in lower case; empty without Event. */
    static String packageOf(SipMessage request) {
        String event = request.header(Header.EVENT);
        if (event == null) {
            return "";
        }
        int end = event.indexOf(';');
        return (end < 0 ? event : event.substring(0, end)).trim().toLowerCase(Locale.ROOT);
    }

    Read read(SipMessage subscribe) {
        if (!packageOf(subscribe).equals(PACKAGE)) {
            return new Refused(489, null, Header.ALLOW_EVENTS, PACKAGE);
        }
        if (!accepts(subscribe)) {
            return new Refused(406, null, Header.ACCEPT, DOCUMENT);
        }
        int asked = subscribe.expires();
        int expires = Math.min(asked < 0 ? RegEventConfig.DEFAULT_EXPIRES_SECONDS : asked, config.maxExpiresSeconds());
        if (expires > 0 && expires < Math.min(config.minExpiresSeconds(), NEVER_TOO_BRIEF)) {
            return new Refused(423, null, Header.MIN_EXPIRES, Integer.toString(config.minExpiresSeconds()));
        }
        try {
            List<NameAddr> contacts = subscribe.contacts();
            SipUri target = contacts.size() == 1 ? contacts.getFirst().uri() : null;
            return target == null
                    ? new Refused(400, "One SIP Contact Is Needed", null, null)
                    : new Valid(subscribe.header(Header.EVENT), expires, target);
        } catch (MalformedHeaderException e) {
            return new Refused(400, "Malformed " + e.header().canonicalName(), null, null);
        }
    }

    private static boolean accepts(SipMessage subscribe) {
        if (subscribe.count(Header.ACCEPT) == 0) {
            return true;
        }
        for (String range : subscribe.values(Header.ACCEPT)) {
            int end = range.indexOf(';');
            String type = (end < 0 ? range : range.substring(0, end)).trim().toLowerCase(Locale.ROOT);
            if (type.equals(DOCUMENT) || type.equals("application/*") || type.equals("*/*")) {
                return true;
            }
        }
        return false;
    }
}
