package org.p2psip.storage.service.records;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.p2psip.storage.StoredKind;
import org.p2psip.storage.service.disk.DiskHealth;
import org.p2psip.storage.service.disk.EarlierDatabase;

/**
 * Records that this member had before it started, beside the directory of those that it has now. What a member had may
 * be older than what the others have by now, so it never counts by itself: it starts with none, gets its part from the
 * others, and then the owner of each record merges what was here into what it has.
 *
 * <p>They are deleted only when all of them are merged and on the disk. A member that ends before that finds them
 * again, and others from that time beside them: merging twice does no harm.
 */
public final class EarlierRecords implements AutoCloseable {
    private static final int IN_FLIGHT = 128;

    private final List<Path> directories;
    private final List<EarlierDatabase> databases;

    private EarlierRecords(List<Path> directories, List<EarlierDatabase> databases) {
        this.directories = directories;
        this.databases = databases;
    }

    /** Moves away the records that a directory has, if any, so that the next who opens it finds none. */
    public static void moveAway(DataDirectory data) throws IOException {
        if (Files.exists(data.records().resolve("CURRENT"))) {
            Files.move(data.records(), data.earlier(existing(data).size() + 1));
        }
    }

    /**
     * Opens those that were moved away.
     *
     * @throws IOException when one of them cannot be read
     */
    public static EarlierRecords open(DataDirectory data, boolean cutDamagedWal, DiskHealth health) throws IOException {
        EarlierRecords opened = new EarlierRecords(existing(data), new ArrayList<>());
        try {
            for (int n = 1; Files.exists(merged(data.earlier(n))); n++) {
                deleteAll(merged(data.earlier(n)));
            }
            for (Path directory : opened.directories) {
                opened.databases.add(EarlierDatabase.open(directory, cutDamagedWal, health));
            }
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        return opened;
    }

    /** The oldest first; their numbers have no gaps, since the newest are deleted first. */
    private static List<Path> existing(DataDirectory data) {
        List<Path> existing = new ArrayList<>();
        while (Files.exists(data.earlier(existing.size() + 1))) {
            existing.add(data.earlier(existing.size() + 1));
        }
        return existing;
    }

    public boolean isEmpty() {
        return directories.isEmpty();
    }

    /**
     * Returns when all of them are merged. Blocks.
     *
     * @throws IOException when they cannot be read, or not all could be merged: it may be tried again
     */
    public void mergeInto(RecordStore store, Clock clock) throws IOException {
        Semaphore free = new Semaphore(IN_FLIGHT);
        AtomicReference<Throwable> failed = new AtomicReference<>();
        for (EarlierDatabase database : databases) {
            database.visit(clock.millis(), (key, value) -> {
                if (failed.get() != null) {
                    throw new IOException("A record could not be merged", failed.get());
                }
                free.acquireUninterruptibly();
                merge(store, RecordKey.of(key), value).whenComplete((merged, failure) -> {
                    if (failure != null) {
                        failed.compareAndSet(null, failure);
                    }
                    free.release();
                });
            });
        }
        free.acquireUninterruptibly(IN_FLIGHT);
        if (failed.get() != null) {
            throw new IOException("A record could not be merged", failed.get());
        }
    }

    private static CompletionStage<Void> merge(RecordStore store, RecordKey key, byte[] earlier) {
        return store.bytes(key).thenCompose(stored -> {
            // Almost all, when a member was away for a short time
            if (Arrays.equals(stored, earlier)) {
                return CompletableFuture.completedFuture(null);
            }
            Optional<StoredKind> state = store.decode(earlier);
            return state.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : store.merge(key, state.get()).thenApply(merged -> null);
        });
    }

    /** Deletes them, when what was merged is on the disk. */
    public void delete() throws IOException {
        close();
        for (Path directory : directories.reversed()) {
            // Under another name, so that an end on the way leaves nothing that looks like records
            deleteAll(Files.move(directory, merged(directory)));
        }
    }

    private static Path merged(Path directory) {
        return directory.resolveSibling(directory.getFileName() + "-merged");
    }

    private static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        databases.forEach(EarlierDatabase::close);
        databases.clear();
    }
}
