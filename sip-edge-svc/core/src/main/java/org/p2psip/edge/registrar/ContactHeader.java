package org.p2psip.edge.registrar;

import org.p2psip.edge.Binding;

/** Writes bindings as Contact values. */
final class ContactHeader {
    private static final int Q_MAX = 1000;

    private ContactHeader() {}

    /** For a 200 to REGISTER: with the time that is left (RFC 3261 10.3 step 8). */
    static String registered(Binding binding) {
        return redirect(binding) + ";expires=" + binding.expiresSeconds();
    }

    /** For a 302. */
    static String redirect(Binding binding) {
        StringBuilder value = new StringBuilder(binding.contact().length() + 24)
                .append('<')
                .append(binding.contact())
                .append('>');
        if (binding.q() != Q_MAX) {
            value.append(";q=").append(thousandths(binding.q()));
        }
        return value.toString();
    }

    /** A qvalue (RFC 3261 25.1) with as many digits as it needs. */
    private static String thousandths(int q) {
        String text = "0." + (q < 100 ? "0" : "") + (q < 10 ? "0" : "") + q;
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.charAt(end - 1) == '.' ? "0" : text.substring(0, end);
    }
}
