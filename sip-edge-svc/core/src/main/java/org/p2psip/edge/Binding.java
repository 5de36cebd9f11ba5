package org.p2psip.edge;

import java.util.List;

/**
 * One binding of an address of record (RFC 3261 section 10.3).
 *
 * @param key what tells bindings of one AOR apart: instance and reg-id where the phone sent them (RFC 5626), else the
 *     contact URI in the form that compares equal (RFC 3261 10.3 step 7)
 * @param contact the contact URI as registered, without angle brackets and header parameters
 * @param q preference in thousandths, 0 to 1000; 1000 when the phone gave none
 * @param expiresSeconds time to live from now, in seconds; 0 removes the binding
 * @param path Path header values, topmost first (RFC 3327); empty without
 * @param callId Call-ID of the REGISTER that wrote it
 * @param cseq CSeq number of that REGISTER, 0 to 2^31-1
 * @param userAgent what the phone called itself, at most 128 characters; empty when it did not
 * @param instance its instance ID without angle brackets (RFC 5626 section 4.1); empty when the phone sent none
 * @param regId its reg-id, 1 to 2^31-1; 0 when the phone sent none
 * @param storedMillis when it was written last, in ms since 1970 by the store's clock; 0 when nobody knows
 */
public record Binding(
        String key,
        String contact,
        int q,
        long expiresSeconds,
        List<String> path,
        String callId,
        long cseq,
        String userAgent,
        String instance,
        int regId,
        long storedMillis) {
    public Binding {
        path = List.copyOf(path);
    }

    /** A binding of a phone that did not say which one it is. */
    public Binding(
            String key,
            String contact,
            int q,
            long expiresSeconds,
            List<String> path,
            String callId,
            long cseq,
            String userAgent) {
        this(key, contact, q, expiresSeconds, path, callId, cseq, userAgent, "", 0, 0);
    }

    /** The same binding with another time to live. */
    public Binding expiringIn(long seconds) {
        return new Binding(key, contact, q, seconds, path, callId, cseq, userAgent, instance, regId, storedMillis);
    }
}
