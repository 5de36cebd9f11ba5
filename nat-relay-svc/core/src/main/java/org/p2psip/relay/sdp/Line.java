package org.p2psip.relay.sdp;

/**
 * One line, as it came.
 *
 * @param type its letter
 * @param value behind the "="
 * @param end CRLF, or LF alone, or nothing at the end of the body
 */
record Line(char type, String value, String end) {
    private static final String ATTRIBUTE_END = ":";

    Line with(String newValue) {
        return new Line(type, newValue, end);
    }

    /** Whether it is the attribute of that name, with a value or without. */
    boolean isAttribute(String name) {
        return type == 'a' && (value.equals(name) || value.startsWith(name + ATTRIBUTE_END));
    }

    @Override
    public String toString() {
        return type + "=" + value + end;
    }
}
