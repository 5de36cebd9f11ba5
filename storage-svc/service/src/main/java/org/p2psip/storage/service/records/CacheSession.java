package org.p2psip.storage.service.records;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.CacheException;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.cache.IsolationLevel;
import org.infinispan.configuration.global.GlobalConfiguration;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.eviction.EvictionStrategy;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.partitionhandling.AvailabilityMode;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.Address;
import org.infinispan.remoting.transport.jgroups.JGroupsChannelConfigurator;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.Settings.DamagedWal;
import org.p2psip.storage.service.config.Settings.Durability;
import org.p2psip.storage.service.disk.RecordDiskConfigurationBuilder;

/**
 * The embedded cache over its store on disk, from a start to a stop. Memory holds the records that were used lately, up
 * to a limit; the others are read from the disk when they are asked for.
 */
public final class CacheSession implements AutoCloseable {
    private static final String RECORDS = "records";
    private static final String STATES = "member-states";
    private static final long WAKE_UP_MS = TimeUnit.MINUTES.toMillis(1);
    /** Until a member that does not answer is given up, beside what the failure detection says. */
    private static final long REMOTE_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);

    private final CacheParts parts;
    private final Path directory;
    private final DefaultCacheManager manager;
    private volatile AdvancedCache<byte[], byte[]> records;

    private CacheSession(CacheParts parts, Path directory, DefaultCacheManager manager) {
        this.parts = parts;
        this.directory = directory;
        this.manager = manager;
    }

    /**
     * One that is not in a cluster, or one that is, but has no records yet.
     *
     * @param directory of the records
     * @param transport how members reach each other; empty without a cluster
     * @throws CacheException when it does not start
     */
    public static CacheSession start(CacheParts parts, Path directory, Optional<JGroupsChannelConfigurator> transport) {
        DefaultCacheManager manager =
                new DefaultCacheManager(global(transport, new StepMarshaller(parts.context())), false);
        CacheSession session = new CacheSession(parts, directory, manager);
        // Before it connects: when the first member joins, whoever coordinates the cluster decides by its own
        // configuration how partitions are handled, and where it has none yet by defaults that lose records
        manager.defineConfiguration(RECORDS, session.configuration());
        manager.start();
        return session;
    }

    /**
     * Opens the records; in a cluster joins those who have them. Blocks.
     *
     * @throws CacheException when that is not possible
     */
    public void openRecords() {
        AdvancedCache<byte[], byte[]> cache =
                manager.<byte[], byte[]>getCache(RECORDS).getAdvancedCache();
        if (cache.getDistributionManager() != null) {
            parts.context().ownership().of(cache);
        }
        parts.store().use(cache, ReadWriteMapImpl.create(FunctionalMapImpl.create(cache)));
        records = cache;
    }

    /** What members tell each other of themselves: the same at all of them, in memory only. */
    public AdvancedCache<byte[], byte[]> openStates() {
        ConfigurationBuilder cache = new ConfigurationBuilder();
        cache.clustering().cacheMode(CacheMode.REPL_SYNC).remoteTimeout(REMOTE_TIMEOUT_MS);
        cache.clustering().stateTransfer().awaitInitialTransfer(false);
        cache.encoding().mediaType(MediaType.APPLICATION_OCTET_STREAM);
        manager.defineConfiguration(STATES, cache.build());
        return manager.<byte[], byte[]>getCache(STATES).getAdvancedCache();
    }

    /** Those who are reached, this one among them. */
    public List<Address> members() {
        List<Address> members = manager.getMembers();
        return members == null ? List.of() : members;
    }

    public Address address() {
        return manager.getAddress();
    }

    /** Whether enough members are there for all records. Yes as long as they are not open. */
    public boolean isWhole() {
        AdvancedCache<byte[], byte[]> open = records;
        return open == null || open.getAvailability() == AvailabilityMode.AVAILABLE;
    }

    /**
     * Whether this member has its part of the records, and no copy is missing or on its way.
     *
     * @param copies of each record
     */
    public boolean isSettled(int copies) {
        return records != null && isWhole() && parts.context().ownership().isSettled(copies);
    }

    /** Copies of 256ths of the ring that are missing. */
    public int missing(int copies) {
        return records == null ? 0 : parts.context().ownership().missing(copies);
    }

    /** Transfers of records to this member that are under way. */
    public long arriving() {
        return parts.context().ownership().arriving();
    }

    public boolean isRunning() {
        return manager.getStatus().allowInvocations();
    }

    /** Tells the others that this member leaves, and flushes what waits for the disk. */
    public void leave() {
        AdvancedCache<byte[], byte[]> open = records;
        if (open != null) {
            open.stop();
        }
    }

    @Override
    public void close() {
        parts.store().use(null, null);
        manager.stop();
    }

    private static GlobalConfiguration global(
            Optional<JGroupsChannelConfigurator> transport, StepMarshaller marshaller) {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
        if (transport.isPresent()) {
            global.clusteredDefault().serialization().marshaller(marshaller);
            global.transport().clusterName(RECORDS).addProperty(JGroupsTransport.CHANNEL_CONFIGURATOR, transport.get());
        } else {
            global.nonClusteredDefault();
        }
        return global.cacheContainer()
                .statistics(true)
                .metrics()
                .gauges(false)
                .histograms(false)
                .jmx()
                .disable()
                .shutdown()
                .hookBehavior(ShutdownHookBehavior.DONT_REGISTER)
                .build();
    }

    private Configuration configuration() {
        Settings settings = parts.settings();
        ConfigurationBuilder cache = new ConfigurationBuilder();
        CacheMode mode = settings.cluster().isPresent() ? CacheMode.DIST_SYNC : CacheMode.LOCAL;
        cache.clustering()
                .cacheMode(mode)
                .remoteTimeout(REMOTE_TIMEOUT_MS)
                .hash()
                .numSegments(RingPartitioner.SEGMENTS)
                .keyPartitioner(new RingPartitioner());
        settings.cluster().ifPresent(cluster -> {
            cache.clustering().hash().numOwners(cluster.owners());
            cache.clustering().partitionHandling().whenSplit(PartitionHandling.ALLOW_READS);
            // Whoever asks waits until it is settled; reads go to those who have the records
            cache.clustering().stateTransfer().awaitInitialTransfer(false);
        });
        cache.encoding().mediaType(MediaType.APPLICATION_OCTET_STREAM);
        cache.locking().isolationLevel(IsolationLevel.READ_COMMITTED);
        cache.memory().maxSize(settings.limits().memoryMib() + "MiB").whenFull(EvictionStrategy.REMOVE);
        cache.expiration().wakeUpInterval(WAKE_UP_MS);
        cache.statistics().enable();
        cache.persistence()
                .passivation(false)
                .addStore(RecordDiskConfigurationBuilder.class)
                .directory(directory)
                .sync(settings.durability() == Durability.DISK)
                .cutDamagedWal(settings.damagedWal() == DamagedWal.CUT)
                .health(parts.disk())
                .order(parts.context().ownership()::order)
                .preload(false)
                .purgeOnStartup(false);
        return cache.build();
    }
}
