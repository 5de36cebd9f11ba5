package org.p2psip.storage.service.records;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.infinispan.commons.CacheException;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.cache.IsolationLevel;
import org.infinispan.configuration.global.GlobalConfiguration;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.eviction.EvictionStrategy;
import org.infinispan.functional.FunctionalMap.ReadWriteMap;
import org.infinispan.functional.impl.FunctionalMapImpl;
import org.infinispan.functional.impl.ReadWriteMapImpl;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.partitionhandling.AvailabilityMode;
import org.infinispan.partitionhandling.PartitionHandling;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.p2psip.storage.kind.KindCatalog;
import org.p2psip.storage.service.config.Settings;
import org.p2psip.storage.service.config.Settings.Durability;
import org.p2psip.storage.service.config.StartRefused;
import org.p2psip.storage.write.StoredValueRules;
import org.p2psip.storage.write.WriteLimits;

/**
 * The embedded cache and its store on disk. One member by itself runs in local mode: without JGroups it starts in half
 * the time. Members of a cluster keep copies for each other.
 *
 * <p>Memory holds the records that were used lately, up to a limit; the others are read from the disk when they are
 * asked for. Nothing is loaded before the start: readiness does not wait for the size of the store.
 */
public class RecordCache implements AutoCloseable {
    private static final String NAME = "records";
    private static final long WAKE_UP_MS = TimeUnit.MINUTES.toMillis(1);
    /** Writes that wait for the disk with durability "memory": about a second of them. */
    private static final int WRITE_BEHIND_QUEUE = 16_384;

    private static final int MAX_DATA_FILE_BYTES = 64 << 20;
    private static final int OPEN_FILES = 64;

    private final DataDirectory directory;
    private final DefaultCacheManager manager;
    private final RecordStore store;

    private RecordCache(DataDirectory directory, DefaultCacheManager manager, RecordStore store) {
        this.directory = directory;
        this.manager = manager;
        this.store = store;
    }

    /** @throws StartRefused when the directory cannot be used */
    public static RecordCache open(Settings settings, KindCatalog kinds, MeterRegistry metrics, Clock clock) {
        DataDirectory directory = DataDirectory.open(settings.data());
        try {
            Path root = directory.path().resolve("infinispan");
            if (!Files.exists(indexLocation(root).resolve("index.stats"))) {
                DataFileTail.repair(dataLocation(root));
            }
            StoredValueRules rules = rules(kinds, settings.limits());
            KeptBytes kept = new KeptBytes(metrics);
            DefaultCacheManager manager =
                    new DefaultCacheManager(global(settings.cluster(), new WriteMarshaller(rules, kept)), true);
            manager.defineConfiguration(NAME, configuration(settings, root));
            var cache = manager.<byte[], byte[]>getCache(NAME).getAdvancedCache();
            ReadWriteMap<byte[], byte[]> writes = ReadWriteMapImpl.create(FunctionalMapImpl.create(cache));
            RecordStore store = new RecordStore(cache, writes, rules, kept, clock);
            return new RecordCache(directory, manager, store);
        } catch (IOException | CacheException e) {
            throw new StartRefused("p2psip.data is \"" + settings.data() + "\"; its records cannot be opened: " + e, e);
        }
    }

    private static GlobalConfiguration global(Optional<Settings.Cluster> cluster, WriteMarshaller marshaller) {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder();
        if (cluster.isPresent()) {
            global.clusteredDefault()
                    .transport()
                    .clusterName(NAME)
                    .addProperty(JGroupsTransport.CONFIGURATION_XML, MemberTransport.protocols(cluster.get()))
                    .serialization()
                    .marshaller(marshaller);
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
                .hookBehavior(org.infinispan.configuration.global.ShutdownHookBehavior.DONT_REGISTER)
                .build();
    }

    public RecordStore store() {
        return store;
    }

    /** Whether the cache runs. */
    public boolean isRunning() {
        return manager.getStatus().allowInvocations();
    }

    /** Members of the cluster that this one sees, itself among them. */
    public int members() {
        return manager.getMembers() == null ? 1 : manager.getMembers().size();
    }

    /** Whether reads and writes are served: not while so many members are gone that others might serve them too. */
    public boolean isAvailable() {
        return isRunning() && manager.getCache(NAME).getAdvancedCache().getAvailability() == AvailabilityMode.AVAILABLE;
    }

    /** Fails when the disk does not take a synced write. Blocks. */
    public void probeDisk(long nowMs) throws IOException {
        directory.probe(nowMs);
    }

    /** Flushes what waits for the disk, and stops. */
    @Override
    public void close() throws IOException {
        manager.close();
        directory.close();
    }

    private static StoredValueRules rules(KindCatalog kinds, Settings.Limits limits) {
        WriteLimits writeLimits = new WriteLimits(
                limits.remembered(), TimeUnit.SECONDS.toMillis(limits.tombstoneS()), WriteLimits.DEFAULT.maxAheadMs());
        return new StoredValueRules(kinds, writeLimits);
    }

    private static Path dataLocation(Path root) {
        return root.resolve("data").resolve(NAME).resolve("data");
    }

    private static Path indexLocation(Path root) {
        return root.resolve("index").resolve(NAME).resolve("index");
    }

    private static Configuration configuration(Settings settings, Path root) {
        ConfigurationBuilder cache = new ConfigurationBuilder();
        CacheMode mode = settings.cluster().isPresent() ? CacheMode.DIST_SYNC : CacheMode.LOCAL;
        cache.clustering()
                .cacheMode(mode)
                .hash()
                .numSegments(RingPartitioner.SEGMENTS)
                .keyPartitioner(new RingPartitioner());
        settings.cluster().ifPresent(cluster -> {
            cache.clustering().hash().numOwners(cluster.owners());
            // Refuses rather than diverges
            cache.clustering().partitionHandling().whenSplit(PartitionHandling.DENY_READ_WRITES);
        });
        cache.encoding().mediaType(MediaType.APPLICATION_OCTET_STREAM);
        cache.locking().isolationLevel(IsolationLevel.READ_COMMITTED);
        cache.memory().maxSize(settings.limits().memoryMib() + "MiB").whenFull(EvictionStrategy.REMOVE);
        cache.expiration().wakeUpInterval(WAKE_UP_MS);
        cache.statistics().enable();
        var disk = cache.persistence()
                .passivation(false)
                .addSoftIndexFileStore()
                .dataLocation(root.resolve("data").toString())
                .indexLocation(root.resolve("index").toString())
                .maxFileSize(MAX_DATA_FILE_BYTES)
                .openFilesLimit(OPEN_FILES)
                .preload(false)
                .purgeOnStartup(false)
                .syncWrites(settings.durability() == Durability.DISK);
        if (settings.durability() == Durability.MEMORY) {
            disk.async().enable().modificationQueueSize(WRITE_BEHIND_QUEUE).failSilently(false);
        }
        return cache.build();
    }
}
