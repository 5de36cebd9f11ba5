package org.p2psip.storage.service.records;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;
import org.p2psip.storage.service.config.StartRefused;
import org.p2psip.storage.service.disk.DamagedException;

/** The directory of the records, held by this process alone: the lock goes with the process, however it ends. */
public final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DataDirectory.class);
    private static final String RECORDS = "records";

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** @throws StartRefused when it cannot be written, or another process has it */
    public static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
            refuseEarlierRelease(path);
            FileChannel channel =
                    FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new StartRefused("p2psip.data is \"" + path + "\"; another process uses this directory");
            }
            return new DataDirectory(path, channel, lock);
        } catch (IOException e) {
            throw new StartRefused(
                    "p2psip.data is \"" + path + "\"; it must be a directory that can be written: " + e, e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by this very process, by another service in it: as good as another process.
            return null;
        }
    }

    /** That of the records. */
    public Path records() {
        return path.resolve(RECORDS);
    }

    /** Where records go that another start will merge: n is 1 for the oldest. */
    Path earlier(int n) {
        return path.resolve(RECORDS + "-earlier-" + n);
    }

    /** What an operator is told when the records cannot be opened. */
    public StartRefused notOpened(Exception failure) {
        Throwable reason = failure;
        while (reason.getCause() != null && !(reason instanceof IOException)) {
            reason = reason.getCause();
        }
        String message = "p2psip.data is \"" + path + "\"; its records cannot be opened: " + reason.getMessage();
        if (reason instanceof DamagedException) {
            message += "; bring back a copy of " + records() + " (and of " + path.resolve(RECORDS + "-earlier-*")
                    + ", if there are) or move it away; where only what was written last is damaged,"
                    + " p2psip.storage.damaged-wal: cut starts with what is before";
        }
        return new StartRefused(message, failure);
    }

    private static void refuseEarlierRelease(Path data) {
        Path earlier = data.resolve("infinispan");
        if (Files.exists(earlier)) {
            throw new StartRefused("p2psip.data is \"" + data + "\"; the records in " + earlier
                    + " are of an earlier release and cannot be read; move them away to start without them");
        }
    }

    /** Writes and syncs a few bytes, as a write of a record does. */
    public void probe(long nowMs) throws IOException {
        try (FileChannel probe =
                FileChannel.open(path.resolve("probe"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            probe.write(ByteBuffer.allocate(Long.BYTES).putLong(nowMs).flip(), 0);
            probe.force(false);
        }
    }

    /** Gives the directory free. */
    @Override
    public void close() {
        try {
            lock.release();
            lockFile.close();
        } catch (IOException e) {
            LOG.warnf(e, "The lock of %s could not be given back; it goes with the process", path);
        }
    }
}
