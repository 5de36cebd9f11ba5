package org.p2psip.storage.encoding;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.WriteOrder;

/** The fields that the encodings share. Numbers are big-endian; bytes and text have their length before them. */
final class Fields {
    /** {@link #putKey} adds one of them to the flags of an entry. */
    static final int ARRAY = 4;

    static final int DICTIONARY = 8;

    private Fields() {}

    /** Which of the flags tell the model of a key. */
    static int model(EntryKey key) {
        return switch (key) {
            case EntryKey.Single single -> 0;
            case EntryKey.ArrayIndex index -> ARRAY;
            case EntryKey.DictionaryKey dictionary -> DICTIONARY;
        };
    }

    static void putKey(ByteBuffer out, EntryKey key) {
        switch (key) {
            case EntryKey.Single single -> {}
            case EntryKey.ArrayIndex(long index) -> out.putLong(index);
            case EntryKey.DictionaryKey(Octets octets) -> putBytes(out, octets.unsafeArray());
        }
    }

    static EntryKey key(ByteBuffer in, int flags) {
        if ((flags & ARRAY) != 0) {
            return new EntryKey.ArrayIndex(in.getLong());
        }
        return (flags & DICTIONARY) != 0 ? new EntryKey.DictionaryKey(Octets.wrap(bytes(in))) : EntryKey.SINGLE;
    }

    /** Bytes that {@link #putKey} takes at most. */
    static int size(EntryKey key) {
        return key instanceof EntryKey.DictionaryKey(Octets octets) ? Integer.BYTES + octets.length() : Long.BYTES;
    }

    static void putOrder(ByteBuffer out, WriteOrder order) {
        putBytes(out, utf8(order.scope()));
        out.putLong(order.sequence());
    }

    static WriteOrder order(ByteBuffer in) {
        String scope = new String(bytes(in), StandardCharsets.UTF_8);
        return new WriteOrder(scope, in.getLong());
    }

    static void putBytes(ByteBuffer out, byte[] bytes) {
        out.putInt(bytes.length).put(bytes);
    }

    static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void putText(ByteBuffer out, String text) {
        putBytes(out, utf8(text));
    }

    static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }
}
