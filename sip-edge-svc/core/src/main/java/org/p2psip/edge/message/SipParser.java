package org.p2psip.edge.message;

import java.util.Arrays;
import org.p2psip.edge.message.StartLine.Fault;
import org.p2psip.edge.stun.StunBinding;

/**
 * Finds messages in bytes (RFC 3261 sections 7.5, 18.3). It never throws on bytes of others.
 *
 * <p>Tolerated: space around colons and slashes where the grammar has it, unknown headers and methods whatever they
 * say, a datagram longer than its Content-Length. Refused: a first line or a header line that is not exactly as the
 * grammar says, bare CR or LF, an unreadable Via, From, To, Call-ID, CSeq, Max-Forwards or Content-Length.
 */
public final class SipParser {
    /** A message with headers and body, in bytes; longer ones get 513. */
    public static final int MAX_MESSAGE_BYTES = 65_535;

    /** Header lines of a message; with more it gets 513. */
    public static final int MAX_HEADERS = 256;

    /** Characters of a Request-URI; longer ones get 414. */
    public static final int MAX_URI_LENGTH = SipUri.MAX_LENGTH;

    /** Message Too Large: of a message with more bytes or header lines. */
    public static final int TOO_LONG = 513;

    /** Request-URI Too Long. */
    public static final int URI_TOO_LONG = 414;

    /** No message and no line end starts with a lower byte; STUN does (RFC 7983). */
    static final int FIRST_TEXT = 4;

    private static final int ABSENT = -1;
    private static final int UNREADABLE = -2;

    private SipParser() {}

    /**
     * Reads a datagram: one message, and what is behind it does not count (RFC 3261 18.3). The array may become the
     * message's own and must not be changed any more.
     */
    public static Decoded datagram(byte[] bytes, int off, int len) {
        int end = off + len;
        int start = off;
        if (len > 0 && bytes[off] < FIRST_TEXT && StunBinding.isStun(bytes, off, len)) {
            return new Decoded.Stun(Arrays.copyOfRange(bytes, off, end), len);
        }
        while (start < end && (bytes[start] == '\r' || bytes[start] == '\n' || bytes[start] == 0)) {
            start++;
        }
        if (start == end) {
            return new Decoded.KeepAlive(len);
        }
        if (end - start > MAX_MESSAGE_BYTES) {
            return new Decoded.Malformed(TOO_LONG, "Longer than " + MAX_MESSAGE_BYTES + " bytes", len, null);
        }
        StartLine startLine = StartLine.parse(bytes, start, end);
        if (startLine == null) {
            return new Decoded.Malformed(400, "No line end", len, null);
        }
        HeaderIndex index = HeaderIndex.of(bytes, start, start + startLine.length(), end);
        int contentLength = contentLength(bytes, start, index);
        int available = index.isTerminated() ? end - start - index.bodyStart() : 0;
        Fault fault = null;
        int messageEnd = end;
        if (!index.isTerminated()) {
            fault = new Fault(400, "No empty line behind the headers");
        } else if (contentLength == UNREADABLE) {
            fault = new Fault(400, "Content-Length is malformed");
        } else if (contentLength > available) {
            fault = new Fault(400, "The body is shorter than Content-Length");
        } else if (contentLength != ABSENT) {
            messageEnd = start + index.bodyStart() + contentLength;
        }
        byte[] own = start == 0 && messageEnd == bytes.length ? bytes : Arrays.copyOfRange(bytes, start, messageEnd);
        return decided(new SipMessage(own, startLine, index), fault, len);
    }

    /**
     * Reads what is at the start of a stream: one message or keepalive, or not enough yet. The bytes stay the
     * caller's.
     */
    public static Decoded stream(byte[] bytes, int off, int len) {
        int end = off + len;
        if (len > 1 && bytes[off] == '\r' && bytes[off + 1] == '\n') {
            return lineEnds(bytes, off, len);
        }
        if (len > 0 && bytes[off] >= 0 && bytes[off] < FIRST_TEXT) {
            return stun(bytes, off, len);
        }
        StartLine startLine = StartLine.parse(bytes, off, end);
        if (startLine == null) {
            return unfinished(len);
        }
        HeaderIndex index = HeaderIndex.of(bytes, off, off + startLine.length(), end);
        if (!index.isTerminated()) {
            return unfinished(len);
        }
        int contentLength = contentLength(bytes, off, index);
        int bodyStart = index.bodyStart();
        boolean fits = bodyStart <= MAX_MESSAGE_BYTES && contentLength <= MAX_MESSAGE_BYTES - bodyStart;
        if (contentLength >= 0 && fits) {
            int length = bodyStart + contentLength;
            if (len < length) {
                return new Decoded.Incomplete(length);
            }
            byte[] own = Arrays.copyOfRange(bytes, off, off + length);
            return decided(new SipMessage(own, startLine, index), null, length);
        }
        Fault fault = !fits
                ? new Fault(TOO_LONG, "Longer than " + MAX_MESSAGE_BYTES + " bytes")
                // RFC 3261 18.3: mandatory on streams
                : new Fault(400, contentLength == ABSENT ? "No Content-Length" : "Content-Length is malformed");
        byte[] head = Arrays.copyOfRange(bytes, off, off + bodyStart);
        return decided(new SipMessage(head, startLine, index), fault, 0);
    }

    private static Decoded lineEnds(byte[] bytes, int off, int len) {
        boolean third = len > 2;
        if (third && bytes[off + 2] != '\r') {
            return new Decoded.KeepAlive(2);
        }
        if (len < 4) {
            return new Decoded.Incomplete(len + 1);
        }
        return new Decoded.KeepAlive(bytes[off + 3] == '\n' ? 4 : 2);
    }

    private static Decoded stun(byte[] bytes, int off, int len) {
        if (len < StunBinding.HEADER_BYTES) {
            return new Decoded.Incomplete(StunBinding.HEADER_BYTES);
        }
        int length = StunBinding.length(bytes, off);
        if (!StunBinding.hasCookie(bytes, off) || length > StunBinding.MAX_BYTES) {
            return new Decoded.Malformed(400, "Neither SIP nor STUN", 0, null);
        }
        return len < length
                ? new Decoded.Incomplete(length)
                : new Decoded.Stun(Arrays.copyOfRange(bytes, off, off + length), length);
    }

    private static Decoded unfinished(int len) {
        return len > MAX_MESSAGE_BYTES
                ? new Decoded.Malformed(TOO_LONG, "Headers longer than " + MAX_MESSAGE_BYTES + " bytes", 0, null)
                : new Decoded.Incomplete(len + 1);
    }

    private static int contentLength(byte[] bytes, int base, HeaderIndex index) {
        int length = ABSENT;
        for (int line = index.next(Header.CONTENT_LENGTH, 0);
                line >= 0;
                line = index.next(Header.CONTENT_LENGTH, line + 1)) {
            int read = (int) Grammar.decimal(
                    bytes, base + index.valueStart(line), base + index.valueEnd(line), Integer.MAX_VALUE);
            if (read < 0 || (length != ABSENT && length != read)) {
                return UNREADABLE;
            }
            length = read;
        }
        return length;
    }

    private static Decoded decided(SipMessage message, Fault framing, int consumed) {
        StartLine startLine = message.startLine();
        Fault headers = MandatoryHeaders.read(message);
        Fault fault = startLine.fault();
        if (fault == null) {
            fault = message.index().fault();
        }
        if (fault == null) {
            fault = framing != null ? framing : headers;
        }
        if (fault != null) {
            return new Decoded.Malformed(fault.status(), fault.reason(), consumed, answerable(message));
        }
        Fault missing = MandatoryHeaders.missingOrRepeated(message);
        if (missing != null) {
            return new Decoded.Refused(missing.status(), missing.reason(), consumed, answerable(message));
        }
        return new Decoded.Complete(message, consumed);
    }

    private static SipMessage answerable(SipMessage message) {
        boolean canAnswer = message.isRequest() && !message.method().equals("ACK") && message.topVia() != null;
        return canAnswer ? message : null;
    }
}
