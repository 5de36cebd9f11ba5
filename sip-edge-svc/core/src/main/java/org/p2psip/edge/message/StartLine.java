package org.p2psip.edge.message;

/**
 * The first line of a message (RFC 3261 7.1, 7.2), exactly as the grammar has it: one space between its parts, none at
 * its ends. Elements that guess what else was meant disagree with each other about where a request goes.
 *
 * @param method method of a request; null for a response
 * @param requestUri Request-URI as written; null for a response
 * @param requestSipUri Request-URI; null for another scheme and for a response
 * @param status status code of a response, 100 to 699; 0 for a request
 * @param reason reason phrase of a response, may be empty; null for a request
 * @param length bytes of the line with its CRLF
 * @param fault what is wrong with it; null when nothing is
 */
record StartLine(
        String method, String requestUri, SipUri requestSipUri, int status, String reason, int length, Fault fault) {

    /** A fault of a message: the status to answer it with, and what is wrong. */
    record Fault(int status, String reason) {}

    private static final String VERSION = "SIP/2.0";

    /** Reads the line that starts at {@code from}; null when it does not end before {@code end}. */
    static StartLine parse(byte[] bytes, int from, int end) {
        int lineEnd = from;
        while (lineEnd < end && bytes[lineEnd] != '\r' && bytes[lineEnd] != '\n') {
            lineEnd++;
        }
        if (lineEnd + 1 >= end) {
            return null;
        }
        int length = lineEnd + 2 - from;
        if (bytes[lineEnd] != '\r' || bytes[lineEnd + 1] != '\n') {
            return unreadable(lineEnd + 1 - from, "The first line does not end with CRLF");
        }
        int space = indexOfSpace(bytes, from, lineEnd);
        if (space < 0) {
            return unreadable(length, "The first line is neither a request's nor a response's");
        }
        if (space - from == VERSION.length() && bytes[from + 3] == '/') {
            return response(bytes, from, lineEnd, length);
        }
        return request(bytes, from, space, lineEnd, length);
    }

    private static StartLine request(byte[] bytes, int from, int space, int lineEnd, int length) {
        String method = KnownWords.method(bytes, from, space);
        int uriEnd = indexOfSpace(bytes, space + 1, lineEnd);
        if (uriEnd < 0 || !Grammar.isToken(method)) {
            return unreadable(length, "The request line is not a method, a URI and a version");
        }
        String uri = text(bytes, space + 1, uriEnd);
        if (!isVersion(bytes, uriEnd + 1, lineEnd)) {
            return faulty(method, uri, length, versionFault(text(bytes, uriEnd + 1, lineEnd)));
        }
        if (uri.length() > SipParser.MAX_URI_LENGTH) {
            return faulty(
                    method,
                    uri,
                    length,
                    new Fault(SipParser.URI_TOO_LONG, "Request-URI longer than " + SipParser.MAX_URI_LENGTH));
        }
        SipUri sipUri = SipUri.parse(uri).orElse(null);
        if (sipUri == null && (!NameAddr.isUri(uri) || isSipScheme(uri))) {
            return faulty(method, uri, length, new Fault(400, "The Request-URI is malformed"));
        }
        // RFC 3261 19.1.1, RFC 4475 3.1.2.11: no headers in a Request-URI
        if (sipUri != null && !sipUri.headers().isEmpty()) {
            return faulty(method, uri, length, new Fault(400, "The Request-URI has headers"));
        }
        return new StartLine(method, uri, sipUri, 0, null, length, null);
    }

    private static boolean isSipScheme(String uri) {
        return uri.regionMatches(true, 0, "sip:", 0, 4) || uri.regionMatches(true, 0, "sips:", 0, 5);
    }

    private static Fault versionFault(String version) {
        boolean isOtherVersion = version.regionMatches(true, 0, "SIP/", 0, 4)
                && version.length() > 4
                && version.chars().skip(4).allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        return isOtherVersion
                ? new Fault(505, "Only SIP/2.0 is spoken here")
                : new Fault(400, "The request line does not end with SIP/2.0");
    }

    private static StartLine response(byte[] bytes, int from, int lineEnd, int length) {
        int code = from + VERSION.length() + 1;
        boolean threeDigits = lineEnd > code + 3 && bytes[code + 3] == ' ';
        int status = threeDigits ? (int) Grammar.decimal(bytes, code, code + 3, 699) : -1;
        if (!isVersion(bytes, from, from + VERSION.length()) || status < 100) {
            return new StartLine(null, null, null, 400, "", length, new Fault(400, "The status line is malformed"));
        }
        return new StartLine(null, null, null, status, text(bytes, code + 4, lineEnd), length, null);
    }

    private static StartLine faulty(String method, String uri, int length, Fault fault) {
        return new StartLine(method, uri, null, 0, null, length, fault);
    }

    // Nothing to answer: without a method nobody knows whether it is an ACK
    private static StartLine unreadable(int length, String reason) {
        return new StartLine(null, null, null, 400, "", length, new Fault(400, reason));
    }

    private static int indexOfSpace(byte[] bytes, int from, int end) {
        for (int i = from; i < end; i++) {
            if (bytes[i] == ' ') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isVersion(byte[] bytes, int from, int end) {
        if (end - from != VERSION.length()) {
            return false;
        }
        for (int i = 0; i < VERSION.length(); i++) {
            if (Grammar.lower(bytes[from + i]) != Grammar.lower(VERSION.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static String text(byte[] bytes, int from, int end) {
        return Grammar.text(bytes, from, end);
    }

    boolean isRequest() {
        return method != null;
    }
}
