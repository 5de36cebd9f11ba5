package org.p2psip.storage.service.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/** RocksDB's own code. It is in the jar, and has to be a file before it can be run. */
final class NativeLibrary {
    private NativeLibrary() {}

    /**
     * Loads it once in a process.
     *
     * @param directory where the file is put: not the directory for temporary files, which may be read-only
     * @throws IOException when it cannot be written or run there
     */
    static void load(Path directory) throws IOException {
        Files.createDirectories(directory);
        try {
            NativeLibraryLoader.getInstance().loadLibrary(directory.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new IOException(
                    "the library of RocksDB cannot be run from " + directory
                            + " (is it mounted with noexec? it must allow programs): " + e.getMessage(),
                    e);
        } catch (RuntimeException e) {
            // What the loader throws when the jar has no library for this machine
            throw new IOException(
                    "RocksDB does not run on " + System.getProperty("os.name") + " " + System.getProperty("os.arch")
                            + " here, it needs Linux with glibc: " + e.getMessage(),
                    e);
        }
    }
}
