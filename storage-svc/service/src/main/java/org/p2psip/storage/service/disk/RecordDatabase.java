package org.p2psip.storage.service.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.infinispan.commons.marshall.WrappedByteArray;
import org.jboss.logging.Logger;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Holder;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;

/**
 * Records and an index of them by expiry, in RocksDB, on the disk. Safe for many threads, but one alone writes. All of it
 * may wait for the disk, except {@link #look} and {@link #approximateSize}.
 */
final class RecordDatabase implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(RecordDatabase.class);
    private static final byte[] EXPIRIES = {'e', 'x', 'p', 'i', 'r', 'i', 'e', 's'};
    private static final byte[] NOTHING = {};
    /** Time between two lines of the log about damage; each is counted. */
    private static final long DAMAGE_LOG_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Path directory;
    private final DatabaseOptions options;
    private final DiskHealth health;
    /** Held for reading by whoever uses what is open: to use what is closed would end the process. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private volatile long damageLoggedNanos = System.nanoTime() - DAMAGE_LOG_NANOS;

    private RocksDB database;
    private ColumnFamilyHandle records;
    private ColumnFamilyHandle expiries;

    /** A key with its entry, as a scan finds them. */
    record Scanned(byte[] key, StoredEntry entry) {}

    private RecordDatabase(Path directory, DatabaseOptions options, DiskHealth health) {
        this.directory = directory;
        this.options = options;
        this.health = health;
    }

    /**
     * Opens what is in a directory, which is created when it is not there.
     *
     * @throws IOException when it cannot be used, or what is in it is damaged
     */
    static RecordDatabase open(Path directory, DatabaseOptions.Choices choices, DiskHealth health) throws IOException {
        NativeLibrary.load(directory.resolveSibling("native"));
        DatabaseOptions options = new DatabaseOptions(choices);
        RecordDatabase opened = new RecordDatabase(directory, options, health);
        try {
            opened.open();
        } catch (IOException e) {
            options.close();
            throw e;
        }
        return opened;
    }

    private void open() throws IOException {
        Files.createDirectories(directory);
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try {
            database = RocksDB.open(
                    options.database(),
                    directory.toString(),
                    List.of(
                            new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options.family()),
                            new ColumnFamilyDescriptor(EXPIRIES, options.family())),
                    families);
        } catch (RocksDBException e) {
            throw failure(e);
        }
        records = families.get(0);
        expiries = families.get(1);
    }

    /** What memory knows of a key: the write buffers, the filters and the blocks that were read lately. */
    Lookup look(byte[] key) throws IOException {
        lock.readLock().lock();
        try {
            Holder<byte[]> found = new Holder<>();
            boolean mayExist = isOpen().keyMayExist(records, options.reads(), key, found);
            return mayExist ? Lookup.of(found.getValue()) : Lookup.ABSENT;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The entry of a key, expired or not; null when there is none, or it is damaged: then a write may replace it. */
    StoredEntry read(byte[] key) throws IOException {
        lock.readLock().lock();
        try {
            byte[] found = isOpen().get(records, options.reads(), key);
            return found == null ? null : StoredEntry.decode(found);
        } catch (RocksDBException e) {
            lostIfDamaged(e);
            return null;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Some of the entries from one key (included) up to another (not included), in their order, expired or not. */
    List<Scanned> scan(byte[] from, byte[] to, int most) throws IOException {
        List<Scanned> found = new ArrayList<>();
        walk(false, from, to, most, each -> found.add(new Scanned(each.key(), StoredEntry.decode(each.value()))));
        return found;
    }

    /** Some of what is due from one entry of the index (included) until a time, in the order of their time. */
    List<Due> due(byte[] from, long untilMs, int most) throws IOException {
        List<Due> found = new ArrayList<>();
        walk(true, from, Due.before(untilMs + 1), most, each -> found.add(Due.decode(each.key())));
        return found;
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(RocksIterator at);
    }

    private void walk(boolean index, byte[] from, byte[] to, int most, Visitor visitor) throws IOException {
        lock.readLock().lock();
        try (Slice end = new Slice(to);
                ReadOptions ranged = new ReadOptions().setIterateUpperBound(end).setFillCache(false);
                RocksIterator each = isOpen().newIterator(index ? expiries : records, ranged)) {
            int visited = 0;
            for (each.seek(from); each.isValid() && visited < most; each.next()) {
                visitor.visit(each);
                visited++;
            }
            each.status();
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** How many there are: what was overwritten counts twice until files are merged. */
    long approximateSize() throws IOException {
        lock.readLock().lock();
        try {
            return isOpen().getLongProperty(records, "rocksdb.estimate-num-keys");
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Does all or, when it fails, perhaps some of them. Returns when they are on the disk. */
    void write(List<DiskWrite> writes) throws IOException {
        lock.readLock().lock();
        try (WriteBatch batch = new WriteBatch()) {
            BitSet emptied = new BitSet();
            for (DiskWrite write : writes) {
                add(write, batch, emptied);
            }
            isOpen().write(options.synced(), batch);
        } catch (RocksDBException e) {
            throw failure(e);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** @param emptied segments that the batch removed so far */
    private void add(DiskWrite write, WriteBatch batch, BitSet emptied) throws RocksDBException, IOException {
        switch (write) {
            case DiskWrite.Put put when put.isOrdered() && isOlder(put, emptied) -> {}
            case DiskWrite.Put(WrappedByteArray key, StoredEntry entry, ValueOrder order) -> {
                batch.put(records, key.getBytes(), entry.encode());
                // What was there has its place in the index still; it goes when it is due
                if (entry.expiryMs() != StoredEntry.NEVER) {
                    batch.put(expiries, new Due(entry.expiryMs(), key.getBytes()).encode(), NOTHING);
                }
            }
            case DiskWrite.Removal(WrappedByteArray key) -> batch.delete(records, key.getBytes());
            case DiskWrite.Purge(Due due) -> {
                if (expires(due)) {
                    batch.delete(records, due.key());
                }
                batch.delete(expiries, due.encode());
            }
            case DiskWrite.SegmentRemoval(int segment) -> {
                emptied.set(segment);
                batch.deleteRange(records, Segments.start(segment), Segments.start(segment + 1));
            }
        }
    }

    /** What waits before it in the same batch was compared when it was added ({@link WriteQueue}). */
    private boolean isOlder(DiskWrite.Put put, BitSet emptied) throws IOException {
        byte[] key = put.key().getBytes();
        StoredEntry stored = emptied.get(Segments.of(key)) ? null : read(key);
        return stored != null && put.isOlder(stored);
    }

    /** Whether what is stored for the key of an entry of the index expires then. */
    boolean expires(Due due) throws IOException {
        lock.readLock().lock();
        try {
            byte[] header = new byte[StoredEntry.HEADER_BYTES];
            int length = isOpen().get(records, options.reads(), due.key(), header);
            return length != RocksDB.NOT_FOUND && StoredEntry.expiryMs(header) == due.expiryMs();
        } catch (RocksDBException e) {
            lostIfDamaged(e);
            return false;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** A record whose block is damaged counts as absent; that the disk cannot be read is another matter. */
    private void lostIfDamaged(RocksDBException failure) throws IOException {
        if (!isDamage(failure)) {
            throw failure(failure);
        }
        health.damaged();
        long now = System.nanoTime();
        if (now - damageLoggedNanos >= DAMAGE_LOG_NANOS) {
            damageLoggedNanos = now;
            LOG.errorf("Stored records are damaged and lost: %s", failure.getMessage());
        }
    }

    private static boolean isDamage(RocksDBException failure) {
        return failure.getStatus() != null && failure.getStatus().getCode() == Status.Code.Corruption;
    }

    private static IOException failure(RocksDBException cause) {
        if (isDamage(cause)) {
            return new DamagedException("damaged: " + cause.getMessage(), cause);
        }
        String kind = cause.getStatus() == null ? "" : cause.getStatus().getCodeString() + ": ";
        return new IOException(kind + cause.getMessage(), cause);
    }

    /**
     * After a write failed: RocksDB takes no more until it is opened again. Meanwhile what is stored can be read, unless
     * the disk failed again on the way.
     */
    void reopen() throws IOException {
        Path probe = directory.resolve("probe");
        Files.write(probe, NOTHING);
        Files.delete(probe);
        lock.writeLock().lock();
        try {
            closeDatabase();
            open();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private RocksDB isOpen() throws IOException {
        if (database == null) {
            throw new IOException("the records are closed");
        }
        return database;
    }

    private void closeDatabase() {
        if (database != null) {
            records.close();
            expiries.close();
            database.close();
            database = null;
        }
    }

    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            closeDatabase();
            options.close();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
