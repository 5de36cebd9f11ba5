package org.p2psip.edge.registrar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.EdgeConfig;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MalformedHeaderException;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.transaction.IncomingRequest;

/** Reads a REGISTER (RFC 3261 10.3 steps 6 and 7, RFC 3327 section 5.3, RFC 5627 section 5.1). */
final class RegistrationReader {
    /** Most contacts of one REGISTER. */
    static final int MAX_CONTACTS = 20;

    private static final int MAX_USER_AGENT = 128;

    /** RFC 3261 10.3 step 7: only what is below an hour may be called too brief. */
    private static final int NEVER_TOO_BRIEF = 3600;

    private final int minExpires;
    private final int maxExpires;
    private final int defaultExpires;
    private final RegistrarConfig.PathPolicy pathPolicy;

    private final OutboundRegistration outbound;

    RegistrationReader(EdgeConfig config, OutboundRegistration outbound) {
        this.outbound = outbound;
        minExpires = Math.min(config.minExpiresSeconds(), NEVER_TOO_BRIEF);
        maxExpires = config.maxExpiresSeconds();
        defaultExpires = config.defaultExpiresSeconds();
        pathPolicy = config.registrar().path();
    }

    /** What the request asks for. */
    Registration read(IncomingRequest request, Aor aor) {
        SipMessage register = request.message();
        try {
            boolean wildcard = register.isWildcardContact();
            List<NameAddr> contacts = register.contacts();
            Registration refused = checkPath(register, wildcard || contacts.isEmpty());
            if (refused != null) {
                return refused;
            }
            if (wildcard) {
                return register.expires() == 0
                        ? new Registration.RemoveAll()
                        : new Registration.Invalid("Contact * Needs Expires 0");
            }
            if (contacts.isEmpty()) {
                return new Registration.Query();
            }
            return contacts.size() > MAX_CONTACTS ? new Registration.TooManyContacts() : update(request, aor, contacts);
        } catch (MalformedHeaderException e) {
            return new Registration.Invalid("Malformed " + e.header().canonicalName());
        }
    }

    /** Null when the Path, or that there is none, is as the operator wants it. */
    private Registration checkPath(SipMessage register, boolean writesNothing) {
        boolean required = pathPolicy == RegistrarConfig.PathPolicy.REQUIRED && !writesNothing;
        boolean strict = pathPolicy != RegistrarConfig.PathPolicy.LENIENT && register.count(Header.PATH) > 0;
        if ((!required && !strict) || supports(register, "path")) {
            return null;
        }
        return required ? new Registration.PathRequired() : new Registration.PathNotSupported();
    }

    /** Whether the phone says that it knows an extension. */
    static boolean supports(SipMessage register, String optionTag) {
        if (register.count(Header.SUPPORTED) > 0) {
            for (String tag : register.values(Header.SUPPORTED)) {
                if (tag.equalsIgnoreCase(optionTag)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Registration update(IncomingRequest request, Aor aor, List<NameAddr> contacts) {
        SipMessage register = request.message();
        boolean ofFlow = OutboundRegistration.isAnyOfFlow(contacts);
        boolean flowKept = ofFlow && OutboundRegistration.isSupportedByFirstHop(request);
        if (ofFlow && !flowKept && OutboundRegistration.isSupported(register)) {
            return new Registration.FirstHopLacksOutbound();
        }
        register.paths(); // read for its grammar: a Path that is stored is used
        List<String> path = register.values(Header.PATH);
        Map<String, Binding> bindings = new LinkedHashMap<>();
        int added = 0;
        for (NameAddr contact : contacts) {
            InstanceId instance = InstanceId.of(contact);
            if (contact.q() < 0 || isBrokenSipUri(contact) || instance == null) {
                return new Registration.Invalid("Malformed Contact");
            }
            int expires = expires(register, contact);
            if (expires > 0 && expires < minExpires) {
                return new Registration.TooBrief();
            }
            if (expires > 0 && leadsBack(contact, instance, aor)) {
                return new Registration.Forbidden("Contact Is Its Own Address");
            }
            added += expires > 0 ? 1 : 0;
            int regId = flowKept ? instance.regId() : 0;
            String key = key(contact, instance.urn(), regId);
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
                            userAgent(register),
                            instance.urn(),
                            regId,
                            0));
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

    /** RFC 5627 5.1: such a contact would be looked up again and again. */
    private static boolean leadsBack(NameAddr contact, InstanceId instance, Aor aor) {
        SipUri uri = contact.uri();
        if (uri == null) {
            return instance.isKnown(); // a GRUU leads to SIP URIs only
        }
        boolean gruu = uri.params().containsKey(SipUri.GRUU_PARAM);
        boolean ofAor = uri.host().equals(aor.host()) && (gruu || uri.user().equals(aor.user()));
        return ofAor && uri.port() < 0 && (gruu || instance.isKnown());
    }

    private int expires(SipMessage register, NameAddr contact) {
        String own = contact.param("expires");
        if (own != null) {
            return SipMessage.expiresOf(own);
        }
        int ofAll = register.expires();
        return ofAll < 0 ? defaultExpires : ofAll;
    }

    private static String key(NameAddr contact, String instance, int regId) {
        if (regId > 0) {
            // RFC 5626 6: the contact may change, this is the same phone
            return '<' + instance + ">;reg-id=" + regId;
        }
        return contact.uri() == null ? contact.uriText() : contact.uri().canonicalKey();
    }

    private static String userAgent(SipMessage register) {
        String name = register.header(Header.USER_AGENT);
        return name == null ? "" : name.substring(0, Math.min(name.length(), MAX_USER_AGENT));
    }
}
