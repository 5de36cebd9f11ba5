package org.p2psip.storage.service.records;

import org.infinispan.commons.marshall.WrappedByteArray;
import org.infinispan.distribution.ch.KeyPartitioner;
import org.p2psip.storage.ResourceId;

/**
 * A record's segment is the first byte of its Resource-ID, so that a range of the ring is a range of segments. Public
 * because Infinispan makes one by reflection.
 */
public final class RingPartitioner implements KeyPartitioner {
    static final int SEGMENTS = 256;

    @Override
    public int getSegment(Object key) {
        return switch (key) {
            case WrappedByteArray wrapped -> Byte.toUnsignedInt(wrapped.getBytes()[0]);
            case byte[] bytes -> Byte.toUnsignedInt(bytes[0]);
            // While members come and go Infinispan asks who has a segment, and passes its number where a key belongs
            case Integer segment -> segment;
            default -> throw new IllegalArgumentException("Not a record's key: " + key.getClass());
        };
    }

    static int segmentOf(ResourceId id) {
        return Byte.toUnsignedInt(id.octets().unsafeArray()[0]);
    }
}
