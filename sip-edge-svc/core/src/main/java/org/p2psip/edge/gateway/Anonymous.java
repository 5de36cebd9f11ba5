package org.p2psip.edge.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.p2psip.edge.identity.Privacy;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;

/** What stands for a caller who wants not to be known (RFC 3323 section 4.1.1.3). */
final class Anonymous {
    private Anonymous() {}

    /** A From of nobody, with the tag of the real one: the dialog goes by that. */
    static String from(NameAddr from) {
        String tag = from.tag() == null ? "" : ";tag=" + from.tag();
        return "\"Anonymous\" <sip:anonymous@anonymous.invalid>" + tag;
    }

    /** Takes out of Privacy what has been done (RFC 3323 section 5); the identity is still to be kept (RFC 3325). */
    static void done(MessageEditor editor, SipMessage received, Privacy wish) {
        List<String> left = new ArrayList<>(2);
        for (String value : received.header(Header.PRIVACY).split(";")) {
            String name = value.trim().toLowerCase(Locale.ROOT);
            if (!name.equals("user") && !name.equals("header")) {
                left.add(value.trim());
            }
        }
        if (wish.hidesIdentity() && !wish.id()) {
            left.add("id");
        }
        editor.set(Header.PRIVACY, String.join(";", left));
    }
}
