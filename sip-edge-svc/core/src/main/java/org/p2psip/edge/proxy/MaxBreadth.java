package org.p2psip.edge.proxy;

import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** How many branches may be open at once on behalf of a request, here and behind us (RFC 5393 section 5). */
public final class MaxBreadth {
    /** What a request gets that has none, and the most that any may have. */
    static final int MOST = 60;

    /** {@link #of} for a value that is no number. */
    public static final int MALFORMED = -1;

    private static final int MAX_DIGITS = 9;

    private MaxBreadth() {}

    /** The incoming value, 0 to {@link #MOST}; {@link #MALFORMED} when it does not follow the grammar. */
    public static int of(SipMessage request) {
        String value = request.count(Header.MAX_BREADTH) == 0 ? null : request.header(Header.MAX_BREADTH);
        if (value == null) {
            return MOST;
        }
        int breadth = 0;
        for (int i = 0; i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9 || i == MAX_DIGITS) {
                return MALFORMED;
            }
            breadth = breadth * 10 + digit;
        }
        return value.isEmpty() ? MALFORMED : Math.min(breadth, MOST);
    }

    /** The share of one of several branches that are opened together: all of it is given out, never more. */
    static int share(int breadth, int branches, int index) {
        return breadth / branches + (index < breadth % branches ? 1 : 0);
    }
}
