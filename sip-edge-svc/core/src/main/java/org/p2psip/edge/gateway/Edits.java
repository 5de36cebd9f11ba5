package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.p2psip.edge.message.Decoded;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipParser;
import org.p2psip.edge.message.SipUri;

/** Changes of messages that several passages make. */
final class Edits {
    private static final List<Header> TELLING = List.of(Header.USER_AGENT, Header.SERVER, Header.ORGANIZATION);

    private Edits() {}

    /** The changed message, read again. */
    static SipMessage read(MessageEditor editor) {
        byte[] bytes = editor.toBytes();
        Decoded decoded = SipParser.datagram(bytes, 0, bytes.length);
        if (decoded instanceof Decoded.Complete complete) {
            return complete.message();
        }
        throw new IllegalStateException("a message that was edited does not parse: " + decoded);
    }

    /** Every value of a header as it is now. */
    static List<String> values(MessageEditor editor, Header header) {
        List<String> values = new ArrayList<>(4);
        for (String value = editor.firstValue(header); value != null; value = editor.firstValue(header)) {
            values.add(value);
            editor.removeFirstValue(header);
        }
        if (!values.isEmpty()) {
            editor.set(header, String.join(", ", values));
        }
        return values;
    }

    /** What else tells which software and whose it is. */
    static void removeTelling(MessageEditor editor) {
        TELLING.forEach(editor::remove);
    }

    /**
     * Puts a contact in the place of the only one that there is.
     *
     * @param user user part of the new one
     * @param hostPort host and port of the new one
     * @param transport its transport parameter
     */
    static void replaceContact(MessageEditor editor, String user, String hostPort, String transport) {
        editor.set(Header.CONTACT, "<sip:" + user + '@' + hostPort + ";transport=" + transport + '>');
    }

    /** The only contact of a message, when it is a SIP URI. */
    static Optional<SipUri> contactOf(SipMessage message) {
        boolean one = message.count(Header.CONTACT) == 1 && !message.isWildcardContact();
        List<NameAddr> contacts = one ? message.contacts() : List.of();
        return contacts.size() == 1 ? Optional.ofNullable(contacts.getFirst().uri()) : Optional.empty();
    }

    /** Adds a parameter to the URI of our topmost Record-Route, when there is one. */
    static void addToRecordRoute(MessageEditor editor, String name, String value) {
        String ours = editor.firstValue(Header.RECORD_ROUTE);
        if (ours != null && ours.endsWith(">")) {
            editor.replaceFirstValue(
                    Header.RECORD_ROUTE, ours.substring(0, ours.length() - 1) + ';' + name + '=' + value + '>');
        }
    }
}
