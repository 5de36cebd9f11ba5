package org.p2psip.storage.encoding;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.WriteOrder;
import org.p2psip.storage.write.Clear;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.ValueWrite;

/**
 * A write as bytes, on its way between the members of one storage cluster: a version, then the fields in a fixed order.
 * It is never kept.
 */
public final class KindWriteEncoding {
    private static final byte VERSION = 1;
    private static final int OVERHEAD = 64;
    private static final int EXISTS = 1;
    private static final int REPLICA = 1;
    private static final int CLEAR = 2;

    private KindWriteEncoding() {}

    public static byte[] encode(KindWrite write) {
        ByteBuffer out = ByteBuffer.allocate(size(write));
        int flags = (write.replica() ? REPLICA : 0) | (write.clear().isPresent() ? CLEAR : 0);
        out.put(VERSION).put((byte) flags).putInt(write.kind()).putLong(write.generation());
        Fields.putText(out, write.resourceName());
        write.clear().ifPresent(clear -> {
            Fields.putOrder(out, clear.order());
            out.putLong(clear.storageTimeMs());
        });
        out.putShort((short) write.values().size());
        for (ValueWrite value : write.values()) {
            out.put((byte) (Fields.model(value.key()) | (value.exists() ? EXISTS : 0)));
            Fields.putKey(out, value.key());
            out.putLong(value.storageTimeMs()).putInt(value.lifetimeS());
            Fields.putOrder(out, value.order());
            Fields.putBytes(out, value.value().unsafeArray());
            Fields.putBytes(out, value.signature().unsafeArray());
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    /** @throws IllegalArgumentException when a member sent something else */
    public static KindWrite decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            byte version = in.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("A write of version " + version + "; this release reads " + VERSION);
            }
            int flags = in.get();
            int kind = in.getInt();
            long generation = in.getLong();
            String name = Fields.text(in);
            Optional<Clear> clear =
                    (flags & CLEAR) == 0 ? Optional.empty() : Optional.of(new Clear(Fields.order(in), in.getLong()));
            int count = Short.toUnsignedInt(in.getShort());
            List<ValueWrite> values = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                values.add(value(in));
            }
            return new KindWrite(kind, name, generation, values, clear, (flags & REPLICA) != 0);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("A write that ends early", e);
        }
    }

    private static ValueWrite value(ByteBuffer in) {
        int flags = in.get();
        EntryKey key = Fields.key(in, flags);
        long storageTimeMs = in.getLong();
        int lifetimeS = in.getInt();
        WriteOrder order = Fields.order(in);
        Octets value = Octets.wrap(Fields.bytes(in));
        Octets signature = Octets.wrap(Fields.bytes(in));
        return new ValueWrite(key, (flags & EXISTS) != 0, value, storageTimeMs, lifetimeS, order, signature);
    }

    private static int size(KindWrite write) {
        int size = OVERHEAD + Fields.utf8(write.resourceName()).length;
        size += write.clear()
                .map(clear -> Fields.utf8(clear.order().scope()).length)
                .orElse(0);
        for (ValueWrite value : write.values()) {
            size += OVERHEAD
                    + Fields.size(value.key())
                    + Fields.utf8(value.order().scope()).length
                    + value.value().length()
                    + value.signature().length();
        }
        return size;
    }
}
