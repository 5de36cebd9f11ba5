package org.p2psip.edge.regevent;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.p2psip.edge.Aor;
import org.p2psip.edge.Binding;
import org.p2psip.edge.gruu.Gruus;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.transaction.Fingerprint;

/**
 * Writes registration information documents (RFC 3680 section 5), with the public GRUUs of phones (RFC 5628). Temporary
 * ones are told to the phone alone: they are to hide whose they are.
 */
final class RegInfo {
    private static final String START =
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\""
                    + " xmlns:gr=\"urn:ietf:params:xml:ns:gruuinfo\" version=\"";
    private static final int Q_MAX = 1000;

    private final Gruus gruus;

    RegInfo(Gruus gruus) {
        this.gruus = gruus;
    }

    /**
     * A document.
     *
     * @param version 0 for a subscription's first, one more for each
     * @param full whether the contacts are all there are; else those that changed
     * @param state of the registration: init, active or terminated
     */
    byte[] document(Aor aor, int version, boolean full, String state, List<ContactChange> contacts) {
        StringBuilder xml = new StringBuilder(512 + contacts.size() * 512).append(START);
        xml.append(version)
                .append("\" state=\"")
                .append(full ? "full" : "partial")
                .append("\">\n");
        xml.append("<registration");
        attribute(xml, "aor", SipUri.write(aor.user(), aor.host()));
        attribute(xml, "id", id('r', aor.resourceName()));
        attribute(xml, "state", state);
        xml.append(">\n");
        contacts.forEach(change -> contact(xml, aor, change));
        xml.append("</registration>\n</reginfo>\n");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void contact(StringBuilder xml, Aor aor, ContactChange change) {
        Binding binding = change.binding();
        xml.append("<contact");
        attribute(xml, "id", id('c', binding.key()));
        attribute(xml, "state", change.event().isActive() ? "active" : "terminated");
        attribute(xml, "event", change.event().text());
        attribute(xml, "expires", Long.toString(binding.expiresSeconds()));
        if (binding.q() != Q_MAX) {
            attribute(xml, "q", "0." + Integer.toString(Q_MAX + binding.q()).substring(1));
        }
        attribute(xml, "callid", binding.callId());
        attribute(xml, "cseq", Long.toString(binding.cseq()));
        xml.append("><uri>");
        escape(xml, binding.contact());
        xml.append("</uri>");
        if (!binding.instance().isEmpty()) {
            xml.append("<unknown-param name=\"+sip.instance\">");
            escape(xml, "\"<" + binding.instance() + ">\"");
            xml.append("</unknown-param>");
            if (binding.regId() > 0) {
                xml.append("<unknown-param name=\"reg-id\">")
                        .append(binding.regId())
                        .append("</unknown-param>");
            }
            xml.append("<gr:pub-gruu");
            attribute(xml, "uri", gruus.publicOf(aor, binding.instance()));
            xml.append("/>");
        }
        xml.append("</contact>\n");
    }

    /** The same at every edge. */
    private static String id(char kind, String name) {
        return kind + new Fingerprint(0).add(name).hex();
    }

    private static void attribute(StringBuilder xml, String name, String value) {
        xml.append(' ').append(name).append("=\"");
        escape(xml, value);
        xml.append('"');
    }

    private static void escape(StringBuilder xml, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\'' -> xml.append("&apos;");
                // XML 1.0 has no way to write the others
                default -> xml.append(c < ' ' && c != '\t' || Character.isSurrogate(c) || c > '\ufffd' ? '?' : c);
            }
        }
    }
}
