package org.p2psip.storage.encoding;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.p2psip.storage.write.RefusalCode;
import org.p2psip.storage.write.WriteResult;

/** What came of a write as bytes, on its way back from the member that decided it. It is never kept. */
public final class WriteResultEncoding {
    private static final byte REFUSED = 0;
    private static final byte ACCEPTED = 1;
    private static final byte CHANGED = 2;
    private static final int OVERHEAD = 32;

    private WriteResultEncoding() {}

    public static byte[] encode(WriteResult result) {
        return switch (result) {
            case WriteResult.Accepted accepted -> {
                byte[] state = StoredKindEncoding.encode(accepted.state());
                yield ByteBuffer.allocate(1 + Integer.BYTES + state.length)
                        .put(accepted.changed() ? CHANGED : ACCEPTED)
                        .putInt(accepted.removed())
                        .put(state)
                        .array();
            }
            case WriteResult.Refused refused -> {
                ByteBuffer out = ByteBuffer.allocate(
                        OVERHEAD + Fields.utf8(refused.code().name()).length + Fields.utf8(refused.message()).length);
                out.put(REFUSED);
                Fields.putText(out, refused.code().name());
                Fields.putText(out, refused.message());
                out.putLong(refused.storedGeneration()).putLong(refused.storedStorageTimeMs());
                yield Arrays.copyOf(out.array(), out.position());
            }
        };
    }

    /** @throws IllegalArgumentException when a member sent something else */
    public static WriteResult decode(byte[] bytes) {
        try {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            byte what = in.get();
            if (what == REFUSED) {
                RefusalCode code = RefusalCode.valueOf(Fields.text(in));
                return new WriteResult.Refused(code, Fields.text(in), in.getLong(), in.getLong());
            }
            int removed = in.getInt();
            byte[] state = Arrays.copyOfRange(bytes, in.position(), bytes.length);
            return switch (StoredKindEncoding.decode(state)) {
                case Decoded.State(var kind) -> new WriteResult.Accepted(kind, what == CHANGED, removed);
                case Decoded.Damaged(String reason) ->
                    throw new IllegalArgumentException("The state in an answer: " + reason);
            };
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("An answer that ends early", e);
        }
    }
}
