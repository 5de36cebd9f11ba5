package org.p2psip.edge.call;

import java.util.concurrent.TimeUnit;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** For how long a session lives unrefreshed, as a request that sets it up or refreshes it says (RFC 4028 section 4). */
final class SessionTimer {
    /** RFC 4028 section 5: nobody may ask for less. */
    private static final long MIN_SECONDS = 90;

    /** Without a session timer nobody says that the call is still there; longer than this, few are. */
    private static final long UNTIMED_SECONDS = TimeUnit.DAYS.toSeconds(1);

    /** The refresh itself may take as long as a transaction. */
    private static final long GRACE_SECONDS = 32;

    private static final int MAX_DIGITS = 9;

    private SessionTimer() {}

    static long nanos(SipMessage request) {
        String value = request.header(Header.SESSION_EXPIRES);
        long seconds = value == null ? UNTIMED_SECONDS : Math.max(MIN_SECONDS, seconds(value));
        return TimeUnit.SECONDS.toNanos(Math.min(seconds, UNTIMED_SECONDS) + GRACE_SECONDS);
    }

    private static long seconds(String value) {
        int digits = 0;
        while (digits < value.length() && value.charAt(digits) >= '0' && value.charAt(digits) <= '9') {
            digits++;
        }
        return digits == 0 || digits > MAX_DIGITS ? UNTIMED_SECONDS : Long.parseLong(value, 0, digits, 10);
    }
}
