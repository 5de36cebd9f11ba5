package org.p2psip.edge.gateway;

import java.util.List;
import java.util.Optional;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.MessageEditor;
import org.p2psip.edge.message.NameAddr;
import org.p2psip.edge.message.SipMessage;
import org.p2psip.edge.message.SipUri;
import org.p2psip.edge.number.E164;
import org.p2psip.edge.number.NumberRules;

/**
 * The number of a trunk's caller in E.164, in P-Asserted-Identity: From stays as it is, since the dialog goes by it in
 * both directions.
 */
final class CallingNumber {
    private CallingNumber() {}

    /**
     * Normalizes what a trunk that is believed asserts; where that is nothing, its From is what it asserts.
     *
     * @param rules from numbers as the trunk sends them to E.164
     * @param initial whether the request begins a dialog; inside one From is that of its beginning
     */
    static void normalize(MessageEditor editor, SipMessage received, NumberRules rules, boolean initial) {
        List<String> asserted = received.count(Header.P_ASSERTED_IDENTITY) == 0
                ? List.of()
                : received.values(Header.P_ASSERTED_IDENTITY);
        if (asserted.isEmpty()) {
            SipUri from = initial ? received.from().uri() : null;
            normalized(from, rules).ifPresent(uri -> editor.append(Header.P_ASSERTED_IDENTITY, '<' + uri + '>'));
            return;
        }
        editor.remove(Header.P_ASSERTED_IDENTITY);
        for (String value : asserted) {
            SipUri uri = NameAddr.parse(value).map(NameAddr::uri).orElse(null);
            String written = normalized(uri, rules)
                    .map(other -> value.replace(uri.text(), other))
                    .orElse(value);
            editor.append(Header.P_ASSERTED_IDENTITY, written);
        }
    }

    /** The URI with its number in E.164; empty when it is none, or has no number that the rules make one of. */
    private static Optional<String> normalized(SipUri uri, NumberRules rules) {
        String sent = uri == null ? "" : E164.withoutSeparators(uri.user());
        if (sent.isEmpty() || !E164.isDialString(sent)) {
            return Optional.empty();
        }
        String number = rules.apply(sent);
        if (!E164.isNumber(number)) {
            return Optional.empty();
        }
        String text = uri.withoutHeaders();
        String user = uri.params().get("user") == null ? ";user=phone" : "";
        return Optional.of(uri.scheme() + ':' + number + text.substring(text.indexOf('@')) + user);
    }
}
