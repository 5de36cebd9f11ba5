package org.p2psip.storage.service.disk;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * RocksDB's options: little memory and little work, as for a small node. Its memory is that of one cache, of which write
 * buffers take a part.
 */
final class DatabaseOptions implements AutoCloseable {
    /** Blocks, filters, indexes and write buffers in memory, bytes. */
    private static final long CACHE_BYTES = 48L << 20;

    private static final int CACHE_SHARD_BITS = 2;
    /** Part of the cache that is kept for filters and indexes: what is absent is to be known without a disk. */
    private static final double FILTERS_PART = 0.3;

    private static final int FILTER_BITS_PER_KEY = 10;
    /** Part of a write buffer that is its filter. */
    private static final double BUFFER_FILTERS_PART = 0.02;

    private static final int BLOCK_BYTES = 8 << 10;
    /** One to write to, and two that are being brought to the disk. */
    private static final int WRITE_BUFFERS = 3;
    /** One thread that brings write buffers to the disk, one that merges files. */
    private static final int BACKGROUND_JOBS = 2;

    private static final int INFO_LOG_BYTES = 1 << 20;
    private static final int INFO_LOGS = 2;

    private final List<AbstractNativeReference> opened = new ArrayList<>();
    private final DBOptions database;
    private final ColumnFamilyOptions family;
    private final WriteOptions synced;
    private final ReadOptions reads;

    /**
     * What an operator or a test decides.
     *
     * @param writeBufferBytes what is written goes to a file of its own when there is so much; what was not yet is
     *                         read again at a start
     * @param cutDamagedWal    whether a start drops what is behind a damaged place of the write-ahead log, rather than
     *                         to refuse
     */
    record Choices(long writeBufferBytes, boolean cutDamagedWal) {
        private static final long WRITE_BUFFER_BYTES = 12L << 20;

        static Choices standard(boolean cutDamagedWal) {
            return new Choices(WRITE_BUFFER_BYTES, cutDamagedWal);
        }
    }

    /** RocksDB's library has to be loaded before. */
    DatabaseOptions(Choices choices) {
        Cache cache = opened(new LRUCache(CACHE_BYTES, CACHE_SHARD_BITS, false, FILTERS_PART));
        BloomFilter filter = opened(new BloomFilter(FILTER_BITS_PER_KEY));
        WriteBufferManager buffers = opened(new WriteBufferManager(WRITE_BUFFERS * choices.writeBufferBytes(), cache));
        synced = opened(new WriteOptions().setSync(true));
        reads = opened(new ReadOptions());
        family = opened(new ColumnFamilyOptions()
                .setTableFormatConfig(new BlockBasedTableConfig()
                        .setBlockCache(cache)
                        .setFilterPolicy(filter)
                        .setBlockSize(BLOCK_BYTES)
                        .setCacheIndexAndFilterBlocks(true)
                        .setCacheIndexAndFilterBlocksWithHighPriority(true)
                        .setPinL0FilterAndIndexBlocksInCache(true))
                // Writes each byte some four times less often than levels would, for up to twice the room
                .setCompactionStyle(CompactionStyle.UNIVERSAL)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                // Each buffer says by a filter what it does not have, as files do
                .setMemtablePrefixBloomSizeRatio(BUFFER_FILTERS_PART)
                .setMemtableWholeKeyFiltering(true)
                .setWriteBufferSize(choices.writeBufferBytes())
                .setMaxWriteBufferNumber(WRITE_BUFFERS));
        database = opened(new DBOptions()
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // A write that a crash cut short, at the end, was never answered. Anything else that is damaged had
                // been, and RocksDB's default would drop it and all after it without a word
                .setWalRecoveryMode(
                        choices.cutDamagedWal()
                                ? WALRecoveryMode.PointInTimeRecovery
                                : WALRecoveryMode.TolerateCorruptedTailRecords)
                // Records and their index reach files together, so that no log is kept for one of them
                .setAtomicFlush(true)
                .setMaxTotalWalSize(WRITE_BUFFERS * choices.writeBufferBytes())
                .setWriteBufferManager(buffers)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                // One thread alone writes
                .setAllowConcurrentMemtableWrite(false)
                // Whoever reads is not to delete files
                .setAvoidUnnecessaryBlockingIO(true)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_BYTES)
                .setKeepLogFileNum(INFO_LOGS)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0));
    }

    private <T extends AbstractNativeReference> T opened(T object) {
        opened.add(object);
        return object;
    }

    DBOptions database() {
        return database;
    }

    ColumnFamilyOptions family() {
        return family;
    }

    /** A write is done when it is on the disk. */
    WriteOptions synced() {
        return synced;
    }

    ReadOptions reads() {
        return reads;
    }

    /** After the database is closed. */
    @Override
    public void close() {
        opened.reversed().forEach(AbstractNativeReference::close);
    }
}
