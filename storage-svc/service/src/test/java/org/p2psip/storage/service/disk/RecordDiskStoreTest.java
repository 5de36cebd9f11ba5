package org.p2psip.storage.service.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.infinispan.AdvancedCache;
import org.infinispan.commons.dataconversion.MediaType;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.eviction.EvictionStrategy;
import org.infinispan.manager.DefaultCacheManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.p2psip.storage.service.records.RingPartitioner;

/** The store below a cache that has room for one entry in memory. */
class RecordDiskStoreTest {
    private static final String NAME = "test";
    private static final int LENGTH = 20;

    @TempDir
    Path directory;

    private DefaultCacheManager manager;
    private AdvancedCache<byte[], byte[]> cache;

    @BeforeEach
    void start() {
        GlobalConfigurationBuilder global = new GlobalConfigurationBuilder().nonClusteredDefault();
        global.jmx().disable();
        manager = new DefaultCacheManager(global.build(), true);
        ConfigurationBuilder configuration = new ConfigurationBuilder();
        configuration.clustering().hash().numSegments(256).keyPartitioner(new RingPartitioner());
        configuration.encoding().mediaType(MediaType.APPLICATION_OCTET_STREAM);
        configuration.memory().maxCount(1).whenFull(EvictionStrategy.REMOVE);
        configuration
                .persistence()
                .addStore(RecordDiskConfigurationBuilder.class)
                .directory(directory.resolve("records"))
                .sync(true)
                .health(new OpenRecords.Health());
        manager.defineConfiguration(NAME, configuration.build());
        cache = manager.<byte[], byte[]>getCache(NAME).getAdvancedCache();
    }

    @AfterEach
    void stop() {
        manager.stop();
    }

    @Test
    void entriesAreReadFromTheDiskWithTheirLifespan() {
        for (int i = 0; i < 50; i++) {
            cache.put(key(i), new byte[] {(byte) i}, 1000 + i, TimeUnit.SECONDS);
        }
        for (int restart = 0; restart < 2; restart++) {
            for (int i = 0; i < 50; i++) {
                assertThat(cache.get(key(i))).containsExactly(i);
                assertThat(cache.getCacheEntry(key(i)).getLifespan()).isEqualTo(1000L * (1000 + i));
            }
            assertThat(cache.size()).isEqualTo(50);
            restart();
        }
    }

    @Test
    void whatWasRemovedStaysAway() {
        cache.put(key(1), new byte[] {1});
        cache.put(key(2), new byte[] {2});
        cache.put(key(3), new byte[] {3});
        cache.remove(key(2));
        restart();
        assertThat(cache.get(key(2))).isNull();
        assertThat(keys()).containsExactlyInAnyOrder(1, 3);

        cache.clear();
        restart();
        assertThat(cache.size()).isZero();
    }

    @Test
    void whatExpiredIsPurgedAndNothingElse() {
        cache.put(key(1), new byte[] {1}, 50, TimeUnit.MILLISECONDS);
        cache.put(key(2), new byte[] {2}, 50, TimeUnit.MILLISECONDS);
        cache.put(key(3), new byte[] {3}, 1, TimeUnit.HOURS);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(cache.get(key(1))).isNull();
        cache.put(key(2), new byte[] {4}, 1, TimeUnit.HOURS);

        cache.getExpirationManager().processExpiration();

        assertThat(cache.get(key(2))).containsExactly(4);
        assertThat(keys()).containsExactlyInAnyOrder(2, 3);
        assertThat(cache.getStats().getApproximateEntries()).isLessThanOrEqualTo(2);
    }

    private void restart() {
        stop();
        start();
    }

    private List<Integer> keys() {
        List<Integer> keys = new ArrayList<>();
        for (byte[] key : cache.keySet()) {
            keys.add((int) key[LENGTH - 1]);
        }
        return keys;
    }

    private static byte[] key(int number) {
        byte[] key = new byte[LENGTH];
        key[0] = (byte) (37 * number);
        key[LENGTH - 1] = (byte) number;
        return key;
    }
}
