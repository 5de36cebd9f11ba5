package org.p2psip.edge.message;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts the bytes of one connection into messages (RFC 3261 18.3). It keeps at most one unfinished message, of
 * {@link SipParser#MAX_MESSAGE_BYTES} and what came in the last chunk, and looks at each byte a bounded number of times
 * however small the chunks are.
 */
public final class StreamFramer {
    private static final byte[] EMPTY = new byte[0];

    private byte[] pending = EMPTY;
    private int size;
    /** Bytes of the unfinished message that hold no end of headers. */
    private int searched;
    /** Bytes that the unfinished message needs before it makes sense to look again. */
    private int needed;

    private boolean broken;

    /** Takes what was read; returns what is whole now, in order. Nothing once {@link #broken()}. */
    public List<Decoded> feed(byte[] chunk, int off, int len) {
        if (broken || len == 0) {
            return List.of();
        }
        if (size == 0) {
            List<Decoded> found = new ArrayList<>(2);
            int rest = cut(chunk, off, off + len, found);
            keep(chunk, rest, off + len);
            return found;
        }
        if (size + len > pending.length) {
            pending = Arrays.copyOf(pending, Math.max(size + len, Math.min(2 * size, SipParser.MAX_MESSAGE_BYTES)));
        }
        System.arraycopy(chunk, off, pending, size, len);
        size += len;
        List<Decoded> found = new ArrayList<>(2);
        int rest = cut(pending, 0, size, found);
        keep(pending, rest, size);
        return found;
    }

    private int cut(byte[] bytes, int off, int end, List<Decoded> found) {
        int start = off;
        while (start < end && !broken && isWorthReading(bytes, start, end)) {
            Decoded decoded = SipParser.stream(bytes, start, end - start);
            int consumed =
                    switch (decoded) {
                        case Decoded.Complete complete -> complete.consumed();
                        case Decoded.Refused refused -> refused.consumed();
                        case Decoded.KeepAlive keepAlive -> keepAlive.consumed();
                        case Decoded.Stun stun -> stun.consumed();
                        case Decoded.Malformed malformed -> malformed.consumed();
                        case Decoded.Incomplete incomplete -> {
                            needed = incomplete.needed();
                            yield -1;
                        }
                    };
            if (consumed < 0) {
                break;
            }
            found.add(decoded);
            broken = consumed == 0;
            start += consumed;
            needed = 0;
            searched = 0;
        }
        return start;
    }

    /** Without this, a message that comes byte by byte would be read from its start for each byte. */
    private boolean isWorthReading(byte[] bytes, int start, int end) {
        int available = end - start;
        if (available < needed) {
            return false;
        }
        if (bytes[start] == '\r'
                || bytes[start] >= 0 && bytes[start] < SipParser.FIRST_TEXT
                || available > SipParser.MAX_MESSAGE_BYTES) {
            return true;
        }
        for (int i = start + searched; i + 3 < end; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n' && bytes[i + 2] == '\r' && bytes[i + 3] == '\n') {
                searched = i - start;
                return true;
            }
        }
        searched = Math.max(0, available - 3);
        return false;
    }

    private void keep(byte[] bytes, int from, int end) {
        size = broken ? 0 : end - from;
        if (size == 0) {
            pending = EMPTY;
        } else if (bytes != pending || from != 0) {
            pending = Arrays.copyOfRange(bytes, from, end);
        }
    }

    /** Whether nobody knows any more where a message starts: the connection has to be closed. */
    public boolean broken() {
        return broken;
    }

    /** Whether a message has begun and is not whole: a connection that stays so is closed after a while. */
    public boolean midMessage() {
        return size > 0 && pending[0] != '\r';
    }
}
