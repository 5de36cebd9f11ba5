package org.p2psip.edge.message;

import java.util.Arrays;

/** Grows the bytes of a message that is being written. */
final class WireText {
    private byte[] bytes;
    private int size;

    WireText(int capacity) {
        bytes = new byte[capacity];
    }

    WireText raw(byte[] source, int from, int end) {
        int length = end - from;
        ensure(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
        return this;
    }

    /** Writes text of one character per byte. */
    WireText text(String text) {
        int length = text.length();
        ensure(length);
        copy(text, bytes, size);
        size += length;
        return this;
    }

    // The method that copies the low byte of each character is deprecated for other uses; it alone makes no copy
    // between
    @SuppressWarnings("deprecation")
    private static void copy(String text, byte[] target, int at) {
        text.getBytes(0, text.length(), target, at);
    }

    WireText line(String name, String value) {
        return text(name).text(": ").text(value).text("\r\n");
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    byte[] toBytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    /**
     * Checks a text before it becomes part of a message: a line end in it would be a header of somebody else's making.
     *
     * @throws IllegalArgumentException for a CR or LF, and for a character that is not one byte
     */
    static String checked(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c > 0xff) {
                throw new IllegalArgumentException(
                        "Not allowed in a header line: character " + (int) c + " of " + text);
            }
        }
        return text;
    }
}
