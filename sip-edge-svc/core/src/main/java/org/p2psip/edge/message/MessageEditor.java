package org.p2psip.edge.message;

import java.util.Arrays;

/**
 * Changes a message by copying what stays byte for byte. A later call sees what earlier ones did. Values are written as
 * they are given.
 */
public final class MessageEditor {
    private static final int ROOM = 8;
    /** Bytes of a request line beside method and URI: two spaces, version, CRLF. */
    private static final int AROUND_URI = 11;
    /** Bytes of a header line beside name and value: colon, space, CRLF. */
    private static final int AROUND_VALUE = 4;

    private final SipMessage message;
    /** The lines of the result in order: a line of the message, or {@code ~} a line of our own. */
    private int[] order;

    private int lines;
    private Header[] ownHeaders = new Header[ROOM];
    private String[] ownValues = new String[ROOM];
    private int ownCount;
    private String requestUri;

    MessageEditor(SipMessage message) {
        this.message = message;
        lines = message.index().count();
        order = new int[lines + ROOM];
        for (int i = 0; i < lines; i++) {
            order[i] = i;
        }
    }

    /** Replaces the Request-URI. */
    public MessageEditor requestUri(String uri) {
        requestUri = WireText.checked(uri);
        return this;
    }

    /** The Request-URI as it is now. */
    public String requestUri() {
        return requestUri == null ? message.requestUri() : requestUri;
    }

    /** A new line before the first of that name; at the top when there is none. */
    public MessageEditor prepend(Header header, String value) {
        insert(Math.max(0, find(header, 0)), header, value);
        return this;
    }

    /** A new line behind the last of that name; at the end of the headers when there is none. */
    public MessageEditor append(Header header, String value) {
        int last = -1;
        for (int at = find(header, 0); at >= 0; at = find(header, at + 1)) {
            last = at;
        }
        insert(last < 0 ? lines : last + 1, header, value);
        return this;
    }

    /** This value instead of all of that name, in the place of the first; at the end when there is none. */
    public MessageEditor set(Header header, String value) {
        int first = find(header, 0);
        if (first < 0) {
            insert(lines, header, value);
        } else {
            order[first] = own(header, value);
            removeFrom(header, first + 1);
        }
        return this;
    }

    /** Removes every line of that name. */
    public MessageEditor remove(Header header) {
        removeFrom(header, 0);
        return this;
    }

    /** Removes the first value: of a comma list only that one. Nothing when there is none. */
    public MessageEditor removeFirstValue(Header header) {
        int first = find(header, 0);
        if (first >= 0 && order[first] >= 0 && message.isSingle(order[first])) {
            delete(first);
        } else if (first >= 0) {
            String value = valueAt(first);
            int comma = header.isList() ? Grammar.comma(value, 0) : -1;
            if (comma < 0) {
                delete(first);
            } else {
                order[first] = own(header, value.substring(comma + 1).trim());
            }
        }
        return this;
    }

    /** Replaces the first value, of a comma list only that one; adds it when there is none. */
    public MessageEditor replaceFirstValue(Header header, String value) {
        int first = find(header, 0);
        if (first < 0) {
            return append(header, value);
        }
        if (order[first] >= 0 && message.isSingle(order[first])) {
            order[first] = own(header, value);
            return this;
        }
        String old = valueAt(first);
        int comma = header.isList() ? Grammar.comma(old, 0) : -1;
        order[first] = own(header, comma < 0 ? value : value + old.substring(comma));
        return this;
    }

    /** The first value as it is now, of a comma list only that one; null when there is none. */
    public String firstValue(Header header) {
        int first = find(header, 0);
        if (first < 0) {
            return null;
        }
        String value = valueAt(first);
        int comma = header.isList() ? Grammar.comma(value, 0) : -1;
        return comma < 0 ? value : value.substring(0, comma);
    }

    private int find(Header header, int from) {
        for (int i = from; i < lines; i++) {
            if ((order[i] < 0 ? ownHeaders[~order[i]] : message.index().kind(order[i])) == header) {
                return i;
            }
        }
        return -1;
    }

    private String valueAt(int at) {
        return order[at] < 0 ? ownValues[~order[at]] : message.value(order[at]);
    }

    private int own(Header header, String value) {
        if (header == Header.OTHER) {
            throw new IllegalArgumentException("OTHER is no header that can be written");
        }
        if (ownCount == ownHeaders.length) {
            ownHeaders = Arrays.copyOf(ownHeaders, 2 * ownCount);
            ownValues = Arrays.copyOf(ownValues, 2 * ownCount);
        }
        ownHeaders[ownCount] = header;
        ownValues[ownCount] = WireText.checked(value);
        return ~ownCount++;
    }

    private void insert(int at, Header header, String value) {
        int line = own(header, value);
        if (lines == order.length) {
            order = Arrays.copyOf(order, 2 * lines + 1);
        }
        System.arraycopy(order, at, order, at + 1, lines - at);
        order[at] = line;
        lines++;
    }

    private void delete(int at) {
        System.arraycopy(order, at + 1, order, at, lines - at - 1);
        lines--;
    }

    private void removeFrom(Header header, int from) {
        for (int at = find(header, from); at >= 0; at = find(header, at)) {
            delete(at);
        }
    }

    /** Bytes of the changed message. */
    private int length() {
        HeaderIndex index = message.index();
        int length = message.bytes().length - index.start(index.count());
        length += requestUri == null
                ? message.startLine().length()
                : message.method().length() + requestUri.length() + AROUND_URI;
        for (int i = 0; i < lines; i++) {
            length += order[i] < 0
                    ? ownHeaders[~order[i]].canonicalName().length() + ownValues[~order[i]].length() + AROUND_VALUE
                    : index.start(order[i] + 1) - index.start(order[i]);
        }
        return length;
    }

    /** The changed message. */
    public byte[] toBytes() {
        byte[] bytes = message.bytes();
        HeaderIndex index = message.index();
        WireText out = new WireText(length());
        if (requestUri == null) {
            out.raw(bytes, 0, message.startLine().length());
        } else {
            out.text(message.method()).text(" ").text(requestUri).text(" SIP/2.0\r\n");
        }
        int i = 0;
        while (i < lines) {
            if (order[i] < 0) {
                out.line(ownHeaders[~order[i]].canonicalName(), ownValues[~order[i]]);
                i++;
                continue;
            }
            int first = order[i];
            int last = first;
            while (++i < lines && order[i] == last + 1) {
                last++;
            }
            out.raw(bytes, index.start(first), index.start(last + 1));
        }
        return out.raw(bytes, index.start(index.count()), bytes.length).toBytes();
    }
}
