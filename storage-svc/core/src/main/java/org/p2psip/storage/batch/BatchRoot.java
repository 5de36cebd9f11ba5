package org.p2psip.storage.batch;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.p2psip.storage.Octets;

/**
 * What is signed for a batch: a label, the number of leaves, the root. The label begins with a byte that signed bytes of
 * a single value never begin with (those begin with the length of a Resource-ID, 16), so that a signature over one is
 * none over the other.
 *
 * @param size leaves of the batch
 * @param hash 32 bytes
 */
public record BatchRoot(int size, Octets hash) {
    private static final byte[] LABEL = "p2psip batch 1".getBytes(StandardCharsets.US_ASCII);

    /** The label, the size as 4 bytes in network order, the hash. */
    public byte[] signedBytes() {
        return ByteBuffer.allocate(LABEL.length + Integer.BYTES + hash.length())
                .put(LABEL)
                .putInt(size)
                .put(hash.unsafeArray())
                .array();
    }
}
