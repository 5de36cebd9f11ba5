package org.p2psip.edge.proxy;

import java.util.concurrent.TimeUnit;
import org.p2psip.edge.message.Header;
import org.p2psip.edge.message.SipMessage;

/** The Retry-After of a response (RFC 3261 20.33); its comment and its duration say nothing to an element. */
final class RetryAfter {
    private static final long MAX_SECONDS = 86_400;

    private RetryAfter() {}

    /** How long nothing should be sent, in ns, a day at most; 0 when the response does not say. */
    static long nanos(SipMessage response) {
        String value = response.header(Header.RETRY_AFTER);
        long seconds = 0;
        for (int i = 0; value != null && i < value.length(); i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            seconds = Math.min(MAX_SECONDS, seconds * 10 + digit);
        }
        return TimeUnit.SECONDS.toNanos(seconds);
    }
}
