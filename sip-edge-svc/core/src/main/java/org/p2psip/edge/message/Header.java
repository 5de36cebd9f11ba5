package org.p2psip.edge.message;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The header fields that an edge knows by name; {@link #OTHER} for the rest. A compact form (RFC 3261 7.3.3) is the
 * same header as its long form.
 */
public enum Header {
    VIA("Via", 'v', true),
    FROM("From", 'f', false),
    TO("To", 't', false),
    CALL_ID("Call-ID", 'i', false),
    CSEQ("CSeq"),
    CONTACT("Contact", 'm', true),
    MAX_FORWARDS("Max-Forwards"),
    MAX_BREADTH("Max-Breadth"),
    ROUTE("Route", '\0', true),
    RECORD_ROUTE("Record-Route", '\0', true),
    PATH("Path", '\0', true),
    SERVICE_ROUTE("Service-Route", '\0', true),
    EXPIRES("Expires"),
    MIN_EXPIRES("Min-Expires"),
    REQUIRE("Require", '\0', true),
    PROXY_REQUIRE("Proxy-Require", '\0', true),
    SUPPORTED("Supported", 'k', true),
    UNSUPPORTED("Unsupported", '\0', true),
    AUTHORIZATION("Authorization"),
    PROXY_AUTHORIZATION("Proxy-Authorization"),
    WWW_AUTHENTICATE("WWW-Authenticate"),
    PROXY_AUTHENTICATE("Proxy-Authenticate"),
    CONTENT_LENGTH("Content-Length", 'l', false),
    CONTENT_TYPE("Content-Type", 'c', false),
    CONTENT_ENCODING("Content-Encoding", 'e', true),
    USER_AGENT("User-Agent"),
    SERVER("Server"),
    RETRY_AFTER("Retry-After"),
    ALLOW("Allow", '\0', true),
    ALLOW_EVENTS("Allow-Events", 'u', true),
    ACCEPT("Accept", '\0', true),
    TIMESTAMP("Timestamp"),
    DATE("Date"),
    EVENT("Event", 'o', false),
    SUBJECT("Subject", 's', false),
    REFER_TO("Refer-To", 'r', false),
    REFERRED_BY("Referred-By", 'b', false),
    REPLACES("Replaces"),
    SESSION_EXPIRES("Session-Expires", 'x', false),
    MIN_SE("Min-SE"),
    IDENTITY("Identity", 'y', false),
    ACCEPT_CONTACT("Accept-Contact", 'a', true),
    REJECT_CONTACT("Reject-Contact", 'j', true),
    REQUEST_DISPOSITION("Request-Disposition", 'd', true),
    P_ASSERTED_IDENTITY("P-Asserted-Identity", '\0', true),
    P_PREFERRED_IDENTITY("P-Preferred-Identity", '\0', true),
    PRIVACY("Privacy"),
    CALL_INFO("Call-Info", '\0', true),
    ORGANIZATION("Organization"),
    REPLY_TO("Reply-To"),
    IN_REPLY_TO("In-Reply-To", '\0', true),
    REASON("Reason", '\0', true),
    RACK("RAck"),
    WARNING("Warning", '\0', true),
    /** Any other header field; its name is in the message. */
    OTHER("");

    private static final int SLOTS = 256;
    private static final Header[] BY_HASH = new Header[SLOTS];
    private static final Header[] BY_COMPACT_FORM = new Header[128];
    private static final Header[] ALL = values();

    static {
        for (Header header : ALL) {
            if (header == OTHER) {
                continue;
            }
            byte[] name = header.lowerCase;
            int slot = slot(name, 0, name.length);
            while (BY_HASH[slot] != null) {
                slot = (slot + 1) % SLOTS;
            }
            BY_HASH[slot] = header;
            if (header.compactForm != '\0') {
                BY_COMPACT_FORM[header.compactForm] = header;
            }
        }
    }

    private final String canonicalName;
    private final byte[] lowerCase;
    private final char compactForm;
    private final boolean list;

    Header(String canonicalName) {
        this(canonicalName, '\0', false);
    }

    Header(String canonicalName, char compactForm, boolean list) {
        this.canonicalName = canonicalName;
        this.lowerCase = canonicalName.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.ISO_8859_1);
        this.compactForm = compactForm;
        this.list = list;
    }

    /** The long form as the RFCs write it; empty for {@link #OTHER}. */
    public String canonicalName() {
        return canonicalName;
    }

    /** Whether one line may hold several values, separated by commas (RFC 3261 7.3.1). */
    public boolean isList() {
        return list;
    }

    /** The header of that name in any case, long or compact. */
    public static Header of(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
        return of(bytes, 0, bytes.length);
    }

    static Header of(byte[] bytes, int start, int end) {
        if (end - start == 1) {
            int letter = bytes[start] | 0x20;
            Header compact = letter > 0 ? BY_COMPACT_FORM[letter] : null;
            return compact == null ? OTHER : compact;
        }
        if (end <= start) {
            return OTHER;
        }
        for (int slot = slot(bytes, start, end); BY_HASH[slot] != null; slot = (slot + 1) % SLOTS) {
            if (BY_HASH[slot].isNamed(bytes, start, end)) {
                return BY_HASH[slot];
            }
        }
        return OTHER;
    }

    static Header at(int ordinal) {
        return ALL[ordinal];
    }

    private boolean isNamed(byte[] bytes, int start, int end) {
        if (end - start != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (Grammar.lower(bytes[start + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int slot(byte[] bytes, int start, int end) {
        int length = end - start;
        int first = bytes[start] | 0x20;
        int middle = bytes[start + length / 2] | 0x20;
        int last = bytes[end - 1] | 0x20;
        return (length * 7 + first * 31 + middle * 17 + last) & (SLOTS - 1);
    }
}
