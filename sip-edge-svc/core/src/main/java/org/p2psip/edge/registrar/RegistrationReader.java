package org.p2psip.edge.registrar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2psip.edge.Binding;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.transaction.IncomingRequest;

/** Reads a REGISTER. */
final class RegistrationReader {
    /** Most contacts of one REGISTER. */
    static final int MAX_CONTACTS = 20;

    private static final int MAX_USER_AGENT = 128;

    private final int minExpires;
    private final int maxExpires;
    private final int defaultExpires;

    private final OutboundRegistration outbound;

    RegistrationReader(EdgeConfig config, OutboundRegistration outbound) {
        this.outbound = outbound;
        minExpires = config.minExpiresSeconds();
        maxExpires = config.maxExpiresSeconds();
        defaultExpires = config.defaultExpiresSeconds();
    }

    /** What the request asks for. */
    Registration read(IncomingRequest request) {
        SipMessage register = request.message();
        try {
            if (register.count(Header.PATH) > 0 && !supportsPath(register)) {
                return new Registration.PathNotSupported();
            }
            if (register.isWildcardContact()) {
                return register.expires() == 0
                        ? new Registration.RemoveAll()
                        : new Registration.Invalid("Contact * Needs Expires 0");
            }
            List<NameAddr> contacts = register.contacts();
            if (contacts.isEmpty()) {
                return new Registration.Query();
            }
            return contacts.size() > MAX_CONTACTS ? new Registration.TooManyContacts() : update(request, contacts);
        } catch (MalformedHeaderException e) {
            return new Registration.Invalid("Malformed " + e.header().canonicalName());
        }
    }

    /** Whether the phone knows the Path extension (RFC 3327 section 4). */
    static boolean supportsPath(SipMessage register) {
        return register.values(Header.SUPPORTED).stream().anyMatch("path"::equalsIgnoreCase);
    }

    private Registration update(IncomingRequest request, List<NameAddr> contacts) {
        SipMessage register = request.message();
        boolean ofFlow = contacts.stream().anyMatch(OutboundRegistration::isOfFlow);
        boolean flowKept = ofFlow && OutboundRegistration.isSupportedByFirstHop(request);
        if (ofFlow && !flowKept && OutboundRegistration.isSupported(register)) {
            return new Registration.FirstHopLacksOutbound();
        }
        register.paths(); // read for its grammar: a Path that is stored is used
        List<String> path = register.values(Header.PATH);
        Map<String, Binding> bindings = new LinkedHashMap<>();
        int added = 0;
        for (NameAddr contact : contacts) {
            if (contact.q() < 0 || isBrokenSipUri(contact)) {
                return new Registration.Invalid("Malformed Contact");
            }
            int expires = expires(register, contact);
            if (expires > 0 && expires < minExpires) {
                return new Registration.TooBrief();
            }
            added += expires > 0 ? 1 : 0;
            String key = key(contact, flowKept);
            bindings.put(
                    key,
                    new Binding(
                            key,
                            contact.uriText(),
                            contact.q(),
                            Math.min(expires, maxExpires),
                            expires > 0 ? outbound.path(request, contact, path) : path,
                            register.callId(),
                            register.cseq().number(),
                            userAgent(register)));
        }
        if (flowKept && added > 1) {
            return new Registration.Invalid("One Flow, One Contact"); // RFC 5626 section 6
        }
        return new Registration.Update(List.copyOf(bindings.values()));
    }

    /** Other schemes may be registered (RFC 3261 10.2.1): callers learn of them by a 302. */
    private static boolean isBrokenSipUri(NameAddr contact) {
        String text = contact.uriText().toLowerCase(Locale.ROOT);
        return contact.uri() == null && (text.startsWith("sip:") || text.startsWith("sips:"));
    }

    private int expires(SipMessage register, NameAddr contact) {
        String own = contact.param("expires");
        if (own != null) {
            return SipMessage.expiresOf(own);
        }
        int ofAll = register.expires();
        return ofAll < 0 ? defaultExpires : ofAll;
    }

    private static String key(NameAddr contact, boolean flowKept) {
        if (flowKept && OutboundRegistration.isOfFlow(contact)) {
            // RFC 5626 6: the contact may change, this is the same phone
            return contact.param("+sip.instance") + ";reg-id=" + contact.param("reg-id");
        }
        return contact.uri() == null ? contact.uriText() : contact.uri().canonicalKey();
    }

    private static String userAgent(SipMessage register) {
        String name = register.header(Header.USER_AGENT);
        return name == null ? "" : name.substring(0, Math.min(name.length(), MAX_USER_AGENT));
    }
}
