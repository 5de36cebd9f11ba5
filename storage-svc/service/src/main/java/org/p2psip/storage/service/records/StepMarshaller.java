package org.p2psip.storage.service.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.commons.io.ByteBufferImpl;
import org.infinispan.commons.marshall.AbstractMarshaller;
import org.p2psip.storage.encoding.Decoded;
import org.p2psip.storage.encoding.KindWriteEncoding;
import org.p2psip.storage.encoding.StoredKindEncoding;
import org.p2psip.storage.encoding.WriteResultEncoding;
import org.p2psip.storage.write.WriteResult;

/**
 * What members of a cluster say to each other beside bytes: a step for its owner, what was decided for the copies, and
 * what came of it. The rules do not travel: each member has its own configuration.
 */
final class StepMarshaller extends AbstractMarshaller {
    private static final byte WRITE = 1;
    private static final byte RESULT = 2;
    private static final byte MERGE = 3;
    private static final byte KEEP = 4;
    private static final byte NOTHING = 5;

    private final StepContext context;

    StepMarshaller(StepContext context) {
        this.context = context;
    }

    @Override
    protected org.infinispan.commons.io.ByteBuffer objectToBuffer(Object object, int estimatedSize) throws IOException {
        return ByteBufferImpl.create(
                switch (object) {
                    case RecordStep step ->
                        step.decided() == null ? asked(step) : decided(step.decided(), step.nowMs());
                    case WriteResult result -> bytes(RESULT, WriteResultEncoding.encode(result));
                    default -> throw new IOException(object.getClass() + " does not travel between members");
                });
    }

    private static byte[] asked(RecordStep step) {
        return switch (step.change()) {
            case RecordChange.Write(var write) -> bytes(WRITE, step.nowMs(), KindWriteEncoding.encode(write));
            case RecordChange.Merge(var earlier) -> bytes(MERGE, step.nowMs(), StoredKindEncoding.encode(earlier));
        };
    }

    private static byte[] decided(Decided decided, long nowMs) {
        if (decided.state() == null) {
            return bytes(NOTHING, nowMs, WriteResultEncoding.encode(decided.result()));
        }
        WriteResult.Accepted accepted = (WriteResult.Accepted) decided.result();
        return ByteBuffer.allocate(2 + 2 * Long.BYTES + Integer.BYTES + decided.state().length)
                .put(KEEP)
                .putLong(nowMs)
                .putLong(decided.lifespanMs())
                .put((byte) (accepted.changed() ? 1 : 0))
                .putInt(accepted.removed())
                .put(decided.state())
                .array();
    }

    private static byte[] bytes(byte what, byte[] rest) {
        return ByteBuffer.allocate(1 + rest.length).put(what).put(rest).array();
    }

    private static byte[] bytes(byte what, long nowMs, byte[] rest) {
        return ByteBuffer.allocate(1 + Long.BYTES + rest.length)
                .put(what)
                .putLong(nowMs)
                .put(rest)
                .array();
    }

    @Override
    public Object objectFromByteBuffer(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        byte what = in.get();
        return switch (what) {
            case RESULT -> WriteResultEncoding.decode(rest(in));
            case WRITE -> {
                long nowMs = in.getLong();
                yield new RecordStep(context, new RecordChange.Write(KindWriteEncoding.decode(rest(in))), nowMs);
            }
            case MERGE -> {
                long nowMs = in.getLong();
                yield new RecordStep(context, new RecordChange.Merge(state(rest(in))), nowMs);
            }
            case NOTHING -> {
                long nowMs = in.getLong();
                yield new RecordStep(context, Decided.nothing(WriteResultEncoding.decode(rest(in))), nowMs);
            }
            case KEEP -> kept(in);
            default -> throw new IOException("A member sent something of type " + what);
        };
    }

    private RecordStep kept(ByteBuffer in) throws IOException {
        long nowMs = in.getLong();
        long lifespanMs = in.getLong();
        boolean changed = in.get() != 0;
        int removed = in.getInt();
        byte[] state = rest(in);
        return new RecordStep(
                context,
                new Decided(new WriteResult.Accepted(state(state), changed, removed), state, lifespanMs),
                nowMs);
    }

    private static org.p2psip.storage.StoredKind state(byte[] bytes) throws IOException {
        return switch (StoredKindEncoding.decode(bytes)) {
            case Decoded.State(var kind) -> kind;
            case Decoded.Damaged(String reason) -> throw new IOException("A member sent a record: " + reason);
        };
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    @Override
    public boolean isMarshallable(Object object) {
        return object instanceof RecordStep || object instanceof WriteResult;
    }

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_OCTET_STREAM;
    }
}
