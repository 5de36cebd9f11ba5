package org.p2psip.storage.encoding;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.p2psip.storage.ClearMark;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.StoredValue;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.encoding.Decoded.Damaged;
import org.p2psip.storage.encoding.Decoded.State;

/**
 * State of a kind as bytes: a version, the fields in a fixed order, CRC-32C over all before it. Numbers are big-endian.
 *
 * <p>How it evolves: a change of the fields takes the next version. Each release writes one version and reads all
 * before it; a release that reads a new version ships before one that writes it, so that members of different releases
 * can run together.
 */
public final class StoredKindEncoding {
    private static final byte VERSION = 1;
    private static final int CRC_BYTES = 4;
    /** Behind the version and the Kind-ID. */
    private static final int GENERATION_AT = 1 + Integer.BYTES;
    /** Fixed fields of a value: flags, key length, times, lifetime, lengths. */
    private static final int VALUE_OVERHEAD = 64;

    private static final int EXISTS = 1;
    private static final int HAS_ORDER = 2;

    private StoredKindEncoding() {}

    public static byte[] encode(StoredKind kind) {
        byte[] name = Fields.utf8(kind.resourceName());
        ByteBuffer out = ByteBuffer.allocate(64 + name.length + size(kind));
        out.put(VERSION).putInt(kind.kind()).putLong(kind.generation());
        Fields.putBytes(out, name);
        ClearMark mark = kind.clearMark();
        Fields.putOrder(out, mark.order());
        out.putLong(mark.storageTimeMs()).putLong(mark.rememberUntilMs());
        out.putShort((short) kind.values().size());
        kind.values().forEach(value -> put(out, value));
        CRC32C crc = new CRC32C();
        crc.update(out.array(), 0, out.position());
        out.putInt((int) crc.getValue());
        return Arrays.copyOf(out.array(), out.position());
    }

    /** That of an encoded state, without looking at the rest of it. */
    public static long generation(byte[] bytes) {
        return bytes.length < GENERATION_AT + Long.BYTES
                ? 0
                : ByteBuffer.wrap(bytes).getLong(GENERATION_AT);
    }

    public static Decoded decode(byte[] bytes) {
        if (bytes.length <= CRC_BYTES) {
            return new Damaged("it has " + bytes.length + " bytes");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, 0, bytes.length - CRC_BYTES);
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, in.limit());
        if ((int) crc.getValue() != ByteBuffer.wrap(bytes).getInt(in.limit())) {
            return new Damaged("its checksum is wrong");
        }
        byte version = in.get();
        if (version != VERSION) {
            return new Damaged("its version is " + version + "; this release reads " + VERSION);
        }
        try {
            return new State(fields(in));
        } catch (BufferUnderflowException e) {
            return new Damaged("it ends early");
        }
    }

    private static StoredKind fields(ByteBuffer in) {
        int kind = in.getInt();
        long generation = in.getLong();
        String name = Fields.text(in);
        ClearMark mark = new ClearMark(Fields.order(in), in.getLong(), in.getLong());
        int count = Short.toUnsignedInt(in.getShort());
        List<StoredValue> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(in));
        }
        return new StoredKind(kind, name, generation, values, mark);
    }

    private static void put(ByteBuffer out, StoredValue value) {
        int flags = Fields.model(value.key())
                | (value.exists() ? EXISTS : 0)
                | (value.order().isNone() ? 0 : HAS_ORDER);
        out.put((byte) flags);
        Fields.putKey(out, value.key());
        out.putLong(value.storageTimeMs()).putInt(value.lifetimeS()).putLong(value.rememberUntilMs());
        if (!value.order().isNone()) {
            Fields.putOrder(out, value.order());
        }
        Fields.putBytes(out, value.value().unsafeArray());
        Fields.putBytes(out, value.signature().unsafeArray());
    }

    private static StoredValue value(ByteBuffer in) {
        int flags = in.get();
        EntryKey key = Fields.key(in, flags);
        long storageTimeMs = in.getLong();
        int lifetimeS = in.getInt();
        long rememberUntilMs = in.getLong();
        WriteOrder order = (flags & HAS_ORDER) != 0 ? Fields.order(in) : WriteOrder.NONE;
        Octets value = Octets.wrap(Fields.bytes(in));
        Octets signature = Octets.wrap(Fields.bytes(in));
        return new StoredValue(
                key, (flags & EXISTS) != 0, value, storageTimeMs, lifetimeS, order, signature, rememberUntilMs);
    }

    private static int size(StoredKind kind) {
        int size = Fields.utf8(kind.clearMark().order().scope()).length;
        for (StoredValue value : kind.values()) {
            size += VALUE_OVERHEAD
                    + Fields.size(value.key())
                    + Fields.utf8(value.order().scope()).length
                    + value.value().length()
                    + value.signature().length();
        }
        return size;
    }
}
