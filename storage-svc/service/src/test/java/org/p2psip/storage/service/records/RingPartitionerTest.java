package org.p2psip.storage.service.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.infinispan.commons.marshall.WrappedByteArray;
import org.junit.jupiter.api.Test;
import org.p2psip.storage.ResourceId;

class RingPartitionerTest {
    private final RingPartitioner partitioner = new RingPartitioner();

    @Test
    void segmentOfARecordIsTheFirstByteOfItsResourceId() {
        ResourceId alice = ResourceId.of("alice@example.org");
        byte[] key = new RecordKey(alice, 1).toBytes();
        assertThat(partitioner.getSegment(key)).isEqualTo(RingPartitioner.segmentOf(alice));
        assertThat(partitioner.getSegment(new WrappedByteArray(key))).isEqualTo(RingPartitioner.segmentOf(alice));
    }

    @Test
    void segmentIsItsOwnSegment() {
        assertThat(partitioner.getSegment(200)).isEqualTo(200);
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertThatThrownBy(() -> partitioner.getSegment("alice")).isInstanceOf(IllegalArgumentException.class);
    }
}
