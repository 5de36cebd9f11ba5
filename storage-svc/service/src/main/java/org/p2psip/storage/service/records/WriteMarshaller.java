package org.p2psip.storage.service.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.commons.io.ByteBufferImpl;
import org.infinispan.commons.marshall.AbstractMarshaller;
import org.p2psip.storage.encoding.KindWriteEncoding;
import org.p2psip.storage.encoding.WriteResultEncoding;
import org.p2psip.storage.write.KindWrite;
import org.p2psip.storage.write.StoredValueRules;
import org.p2psip.storage.write.WriteResult;

/**
 * What members of a cluster say to each other beside bytes: a write for its owner and the copies, and what came of it.
 * The rules do not travel: each member has its own configuration.
 */
final class WriteMarshaller extends AbstractMarshaller {
    private static final byte STEP = 1;
    private static final byte RESULT = 2;

    private final StoredValueRules rules;
    private final KeptBytes kept;

    WriteMarshaller(StoredValueRules rules, KeptBytes kept) {
        this.rules = rules;
        this.kept = kept;
    }

    @Override
    protected org.infinispan.commons.io.ByteBuffer objectToBuffer(Object object, int estimatedSize) throws IOException {
        ByteBuffer bytes =
                switch (object) {
                    case WriteStep step -> {
                        byte[] write = KindWriteEncoding.encode(step.write());
                        yield ByteBuffer.allocate(1 + Long.BYTES + write.length)
                                .put(STEP)
                                .putLong(step.nowMs())
                                .put(write);
                    }
                    case WriteResult result -> {
                        byte[] encoded = WriteResultEncoding.encode(result);
                        yield ByteBuffer.allocate(1 + encoded.length)
                                .put(RESULT)
                                .put(encoded);
                    }
                    default -> throw new IOException(object.getClass() + " does not travel between members");
                };
        return ByteBufferImpl.create(bytes.array());
    }

    @Override
    public Object objectFromByteBuffer(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        byte what = in.get();
        if (what == STEP) {
            long nowMs = in.getLong();
            KindWrite write = KindWriteEncoding.decode(rest(in));
            return new WriteStep(rules, kept, write, nowMs);
        }
        if (what == RESULT) {
            return WriteResultEncoding.decode(rest(in));
        }
        throw new IOException("A member sent something of type " + what);
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    @Override
    public boolean isMarshallable(Object object) {
        return object instanceof WriteStep || object instanceof WriteResult;
    }

    @Override
    public MediaType mediaType() {
        return MediaType.APPLICATION_OCTET_STREAM;
    }
}
