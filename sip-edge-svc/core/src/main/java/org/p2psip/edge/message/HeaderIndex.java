package org.p2psip.edge.message;

import java.util.Arrays;
import org.p2psip.edge.message.StartLine.Fault;

/**
 * Where the header lines of a message are: made in one pass over its bytes, without a String. Offsets count from the
 * start of the message. Line {@code count} is the empty line at the end.
 */
final class HeaderIndex {
    private static final int INITIAL_LINES = 24;
    private static final int PER_LINE = 3;

    private byte[] kinds = new byte[INITIAL_LINES];
    private int[] offsets = new int[INITIAL_LINES * PER_LINE];
    private int count;
    private int bodyStart = -1;
    private Fault fault;
    /** A bit for each kind of header that is there, and for each that is there more than once. */
    private long seen;

    private long repeated;

    private HeaderIndex() {}

    /** Reads the lines of the message that starts at {@code base}, from {@code from} to the empty line. */
    static HeaderIndex of(byte[] bytes, int base, int from, int end) {
        HeaderIndex index = new HeaderIndex();
        int pos = from;
        while (pos >= 0 && pos + 1 < end) {
            if (bytes[pos] == '\r' && bytes[pos + 1] == '\n') {
                index.bodyStart = pos + 2 - base;
                index.offsets[index.count * PER_LINE] = pos - base;
                break;
            }
            pos = index.line(bytes, base, pos, end);
        }
        return index;
    }

    /** Reads one line with its folds; returns where the next starts, -1 when this one does not end. */
    private int line(byte[] bytes, int base, int start, int end) {
        int nameEnd = start;
        while (nameEnd < end && Grammar.isToken(bytes[nameEnd])) {
            nameEnd++;
        }
        int i = nameEnd;
        while (i < end && Grammar.isSpace(bytes[i])) {
            i++;
        }
        boolean named = nameEnd > start && i < end && bytes[i] == ':';
        int valueStart = named ? i + 1 : start;
        int lineEnd = lineEnd(bytes, valueStart, end);
        if (lineEnd < 0) {
            return -1;
        }
        if (!named) {
            fault(400, "A header line has no name and colon");
        }
        int valueEnd = lineEnd;
        while (valueStart < valueEnd && Grammar.isLinearSpace(bytes[valueStart])) {
            valueStart++;
        }
        while (valueEnd > valueStart && Grammar.isLinearSpace(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        Header kind = named ? Header.of(bytes, start, nameEnd) : Header.OTHER;
        add(kind, start - base, valueStart - base, valueEnd - base);
        return lineEnd + 2;
    }

    /** Where the CRLF is that ends the line, continuation lines included (RFC 3261 7.3.1). */
    private int lineEnd(byte[] bytes, int from, int end) {
        int i = from;
        while (i + 1 < end) {
            byte b = bytes[i];
            if (b == '\r' && bytes[i + 1] == '\n') {
                if (i + 2 >= end || !Grammar.isSpace(bytes[i + 2])) {
                    return i;
                }
                i += 3;
            } else {
                if (b == '\r' || b == '\n') {
                    fault(400, "A header line has a CR or LF that is no line end");
                }
                i++;
            }
        }
        return -1;
    }

    private void fault(int status, String reason) {
        if (fault == null) {
            fault = new Fault(status, reason);
        }
    }

    private void add(Header kind, int start, int valueStart, int valueEnd) {
        if (count == SipParser.MAX_HEADERS) {
            fault(SipParser.TOO_LONG, "More than " + SipParser.MAX_HEADERS + " header lines");
            return;
        }
        if (count + 1 == kinds.length) {
            kinds = Arrays.copyOf(kinds, kinds.length * 2);
            offsets = Arrays.copyOf(offsets, offsets.length * 2);
        }
        long bit = 1L << kind.ordinal();
        repeated |= seen & bit;
        seen |= bit;
        kinds[count] = (byte) kind.ordinal();
        offsets[count * PER_LINE] = start;
        offsets[count * PER_LINE + 1] = valueStart;
        offsets[count * PER_LINE + 2] = valueEnd;
        count++;
    }

    int count() {
        return count;
    }

    /** Whether the empty line was seen. */
    boolean isTerminated() {
        return bodyStart >= 0;
    }

    /** The first thing wrong with a line; null when nothing is. */
    Fault fault() {
        return fault;
    }

    /** Where the body starts; -1 when the header section does not end. */
    int bodyStart() {
        return bodyStart;
    }

    Header kind(int line) {
        return Header.at(kinds[line]);
    }

    /** Where a line starts; for {@link #count()} the empty line. */
    int start(int line) {
        return offsets[line * PER_LINE];
    }

    int valueStart(int line) {
        return offsets[line * PER_LINE + 1];
    }

    int valueEnd(int line) {
        return offsets[line * PER_LINE + 2];
    }

    /** The first line of a header at or behind {@code from}; -1 when there is none. */
    int next(Header header, int from) {
        int ordinal = header.ordinal();
        if ((seen & 1L << ordinal) == 0) {
            return -1;
        }
        for (int line = from; line < count; line++) {
            if (kinds[line] == ordinal) {
                return line;
            }
        }
        return -1;
    }

    int count(Header header) {
        if ((repeated & 1L << header.ordinal()) == 0) {
            return (int) (seen >>> header.ordinal() & 1);
        }
        int found = 0;
        for (int line = next(header, 0); line >= 0; line = next(header, line + 1)) {
            found++;
        }
        return found;
    }
}
