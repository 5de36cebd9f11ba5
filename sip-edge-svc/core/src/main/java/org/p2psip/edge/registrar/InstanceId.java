package org.p2psip.edge.registrar;

import org.p2psip.edge.message.NameAddr;

/**
 * Which phone a contact is of (RFC 5626 section 4).
 *
 * @param urn the instance ID without angle brackets; empty when the phone sent none
 * @param regId which of its flows, 1 to 2^31-1; 0 when the phone sent none, or no instance with it
 */
record InstanceId(String urn, int regId) {
    /** Longest instance ID, in characters; a UUID's has 45. */
    static final int MAX_LENGTH = 256;

    private static final InstanceId NONE = new InstanceId("", 0);

    /** What the contact says; null when that breaks the grammar. */
    static InstanceId of(NameAddr contact) {
        String value = contact.param("+sip.instance");
        if (value == null) {
            return NONE; // RFC 5626 6: reg-id without it says nothing
        }
        boolean bracketed = value.startsWith("<") && value.endsWith(">");
        String urn = bracketed ? value.substring(1, value.length() - 1) : value;
        int regId = regId(contact.param("reg-id"));
        return urn.isEmpty() || urn.length() > MAX_LENGTH || !isPlain(urn) || regId < 0
                ? null
                : new InstanceId(urn, regId);
    }

    boolean isKnown() {
        return !urn.isEmpty();
    }

    private static int regId(String text) {
        if (text == null) {
            return 0;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            number = c < '0' || c > '9' ? -1 : number * 10 + c - '0';
            if (number < 0 || number > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return number == 0 ? -1 : (int) number;
    }

    /** Whether it can stand between quotes and angle brackets as it is. */
    private static boolean isPlain(String urn) {
        for (int i = 0; i < urn.length(); i++) {
            char c = urn.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>') {
                return false;
            }
        }
        return true;
    }
}
