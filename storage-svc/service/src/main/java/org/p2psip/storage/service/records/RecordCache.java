package org.p2psip.storage.service.records;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.p2psip.storage.service.config.Settings.DamagedWal;
import org.p2psip.storage.service.config.Settings.Durability;
import org.p2psip.storage.service.config.StartRefused;
import org.p2psip.storage.service.disk.DamagedException;
import org.p2psip.storage.service.disk.RecordDiskConfigurationBuilder;
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
    /** Directory of them, below that of the data. */
    private static final String RECORDS = "records";

    private static final long WAKE_UP_MS = TimeUnit.MINUTES.toMillis(1);
    private static final long LEAVING_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private final DataDirectory directory;
    private final DefaultCacheManager manager;
    private final RecordStore store;
    private final DiskState disk;
    private volatile boolean closing;

    private RecordCache(DataDirectory directory, DefaultCacheManager manager, RecordStore store, DiskState disk) {
        this.directory = directory;
        this.manager = manager;
        this.store = store;
        this.disk = disk;
    }

    /** @throws StartRefused when the directory cannot be used */
    public static RecordCache open(Settings settings, KindCatalog kinds, MeterRegistry metrics, Clock clock) {
        DataDirectory directory = DataDirectory.open(settings.data());
        try {
            refuseEarlier(directory.path());
            return open(directory, settings, kinds, metrics, clock);
        } catch (CacheException e) {
            directory.close();
            throw notOpened(settings.data(), e);
        } catch (StartRefused e) {
            directory.close();
            throw e;
        }
    }

    private static RecordCache open(
            DataDirectory directory, Settings settings, KindCatalog kinds, MeterRegistry metrics, Clock clock) {
        StoredValueRules rules = rules(kinds, settings.limits());
        KeptBytes kept = new KeptBytes(metrics);
        DiskState disk = new DiskState(kept, metrics);
        DefaultCacheManager manager =
                new DefaultCacheManager(global(settings.cluster(), new WriteMarshaller(rules, kept)), true);
        try {
            manager.defineConfiguration(
                    NAME, configuration(settings, directory.path().resolve(RECORDS), disk));
            var cache = manager.<byte[], byte[]>getCache(NAME).getAdvancedCache();
            ReadWriteMap<byte[], byte[]> writes = ReadWriteMapImpl.create(FunctionalMapImpl.create(cache));
            RecordStore store = new RecordStore(cache, writes, rules, kept, clock);
            return new RecordCache(directory, manager, store, disk);
        } catch (CacheException e) {
            manager.stop();
            throw e;
        }
    }

    private static void refuseEarlier(Path data) {
        Path earlier = data.resolve("infinispan");
        if (Files.exists(earlier)) {
            throw new StartRefused("p2psip.data is \"" + data + "\"; the records in " + earlier
                    + " are of an earlier release and cannot be read; move them away to start without them");
        }
    }

    private static StartRefused notOpened(Path data, Exception failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && !(reason instanceof IOException)) {
            reason = reason.getCause();
        }
        String message = "p2psip.data is \"" + data + "\"; its records cannot be opened: " + reason.getMessage();
        if (reason instanceof DamagedException) {
            message +=
                    "; bring back a copy of " + data.resolve(RECORDS) + " or move it away; where only what was written"
                            + " last is damaged, p2psip.storage.damaged-wal: cut starts with what is before";
        }
        return new StartRefused(message, failure);
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
        return !closing && manager.getStatus().allowInvocations();
    }

    /** Whether records reach the disk: false from a write that it did not take until it takes writes again. */
    public boolean takesWrites() {
        return disk.takesWrites();
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
        closing = true;
        if (members() > 1) {
            manager.getCache(NAME).stop();
            // The others are told in the background. Who is gone before they know is lost to them, and they refuse.
            LockSupport.parkNanos(LEAVING_NANOS);
        }
        manager.close();
        directory.close();
    }

    private static StoredValueRules rules(KindCatalog kinds, Settings.Limits limits) {
        WriteLimits writeLimits = new WriteLimits(
                limits.remembered(), TimeUnit.SECONDS.toMillis(limits.tombstoneS()), WriteLimits.DEFAULT.maxAheadMs());
        return new StoredValueRules(kinds, writeLimits);
    }

    private static Configuration configuration(Settings settings, Path records, DiskState disk) {
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
        cache.persistence()
                .passivation(false)
                .addStore(RecordDiskConfigurationBuilder.class)
                .directory(records)
                .sync(settings.durability() == Durability.DISK)
                .cutDamagedWal(settings.damagedWal() == DamagedWal.CUT)
                .health(disk)
                .preload(false)
                .purgeOnStartup(false);
        return cache.build();
    }
}
