package org.p2psip.storage.service.records;

import org.infinispan.AdvancedCache;
import org.infinispan.distribution.DistributionManager;
import org.infinispan.distribution.LocalizedCacheTopology;
import org.infinispan.distribution.ch.ConsistentHash;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.statetransfer.StateConsumer;
import org.p2psip.storage.encoding.StoredKindEncoding;
import org.p2psip.storage.service.disk.ValueOrder;

/** Which records this member decides about, and how many copies there are. Without a cluster: about all, and one. */
final class Ownership {
    private static final ValueOrder BY_GENERATION = (value, than) ->
            Long.compareUnsigned(StoredKindEncoding.generation(value), StoredKindEncoding.generation(than)) < 0;

    private final RingPartitioner partitioner = new RingPartitioner();
    private volatile DistributionManager distribution;

    private volatile StateConsumer arrivals;

    /** From now on of a cluster. */
    void of(AdvancedCache<byte[], byte[]> cache) {
        arrivals = ComponentRegistry.componentOf(cache, StateConsumer.class);
        distribution = cache.getDistributionManager();
    }

    /**
     * While records come from other members: what is newer by its generation stays, since that grows with each change
     * of a record and goes with it.
     */
    ValueOrder order() {
        StateConsumer consumer = arrivals;
        return consumer != null && consumer.isStateTransferInProgress() ? BY_GENERATION : ValueOrder.NONE;
    }

    /** Transfers of records to this member that are under way. */
    long arriving() {
        StateConsumer consumer = arrivals;
        return consumer == null ? 0 : consumer.inflightRequestCount();
    }

    boolean decides(Object key) {
        return decides(partitioner.getSegment(key));
    }

    boolean decides(int segment) {
        DistributionManager cluster = distribution;
        return cluster == null
                || cluster.getCacheTopology().getSegmentDistribution(segment).isPrimary();
    }

    boolean hasCopies() {
        return distribution != null;
    }

    /** Whether this member has its part and nothing is on its way to a member. */
    boolean isSettled(int owners) {
        LocalizedCacheTopology topology = distribution.getCacheTopology();
        return topology.getPendingCH() == null
                && topology.getCurrentCH().getMembers().contains(topology.getLocalAddress())
                && missing(topology, owners) == 0;
    }

    /** Segments that have fewer copies than they should, each as often as copies are missing. */
    int missing(int owners) {
        return missing(distribution.getCacheTopology(), owners);
    }

    private static int missing(LocalizedCacheTopology topology, int owners) {
        ConsistentHash hash = topology.getCurrentCH();
        int missing = 0;
        for (int segment = 0; segment < hash.getNumSegments(); segment++) {
            missing += Math.max(0, owners - hash.locateOwnersForSegment(segment).size());
        }
        return missing;
    }
}
