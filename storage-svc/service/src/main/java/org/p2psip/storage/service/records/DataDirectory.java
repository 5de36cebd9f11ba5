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

/** The directory of the records, held by this process alone: the lock goes with the process, however it ends. */
final class DataDirectory implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(DataDirectory.class);

    private final Path path;
    private final FileChannel lockFile;
    private final FileLock lock;

    private DataDirectory(Path path, FileChannel lockFile, FileLock lock) {
        this.path = path;
        this.lockFile = lockFile;
        this.lock = lock;
    }

    /** @throws StartRefused when it cannot be written, or another process has it */
    static DataDirectory open(Path path) {
        try {
            Files.createDirectories(path);
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

    Path path() {
        return path;
    }

    /** Writes and syncs a few bytes, as a write of a record does. */
    void probe(long nowMs) throws IOException {
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
