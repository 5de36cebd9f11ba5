package org.p2psip.storage.signature;

import java.nio.ByteBuffer;
import org.p2psip.storage.EntryKey;
import org.p2psip.storage.Octets;
import org.p2psip.storage.ResourceId;

/**
 * What a signature over a stored value covers (RFC 6940 section 7.1). Not covered are its lifetime and its write order.
 *
 * @param exists        false for a removal
 * @param storageTimeMs milliseconds since 1970
 */
public record SignedValue(
        ResourceId resource, int kind, long storageTimeMs, EntryKey key, boolean exists, Octets value) {

    /**
     * The signed bytes: resource_id || kind || storage_time || StoredDataValue || SignerIdentity, each in the form that
     * RFC 6940 gives it on the wire, variable lengths in front of their bytes.
     */
    public byte[] bytes(SignerIdentity identity) {
        int dataValue = 1 + Integer.BYTES + value.length();
        ByteBuffer out = ByteBuffer.allocate(
                1 + ResourceId.LENGTH + Integer.BYTES + Long.BYTES + keyLength() + dataValue + identity.length());
        out.put((byte) ResourceId.LENGTH).put(resource.octets().unsafeArray());
        out.putInt(kind).putLong(storageTimeMs);
        switch (key) {
            case EntryKey.Single single -> {}
            // RFC 6940 7.4.2.2: always zero, as a writer that appends does not know the index.
            case EntryKey.ArrayIndex index -> out.putInt(0);
            case EntryKey.DictionaryKey(Octets octets) ->
                out.putShort((short) octets.length()).put(octets.unsafeArray());
        }
        out.put((byte) (exists ? 1 : 0)).putInt(value.length()).put(value.unsafeArray());
        identity.putTo(out);
        return out.array();
    }

    private int keyLength() {
        return switch (key) {
            case EntryKey.Single single -> 0;
            case EntryKey.ArrayIndex index -> Integer.BYTES;
            case EntryKey.DictionaryKey(Octets octets) -> Short.BYTES + octets.length();
        };
    }
}
