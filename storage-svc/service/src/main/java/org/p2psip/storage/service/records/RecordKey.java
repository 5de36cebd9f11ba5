package org.p2psip.storage.service.records;

import java.nio.ByteBuffer;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;

/** Key of a record in the cache: 16 bytes of Resource-ID, then 4 bytes of Kind-ID, in network order. */
public record RecordKey(ResourceId resource, int kind) {
    /**
     * Where the certificates of signers are kept, each at the first half of its SHA-256: no kind of the overlay, so no
     * request names it.
     */
    public static final int SIGNERS = 0xFFFFFFFE;

    private static final int LENGTH = ResourceId.LENGTH + Integer.BYTES;

    byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .put(resource.octets().unsafeArray())
                .putInt(kind)
                .array();
    }

    static RecordKey of(byte[] bytes) {
        byte[] id = new byte[ResourceId.LENGTH];
        ByteBuffer in = ByteBuffer.wrap(bytes).get(id);
        return new RecordKey(new ResourceId(Octets.wrap(id)), in.getInt());
    }
}
