package org.p2psip.storage.service.records;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jboss.logging.Logger;

/**
 * Cuts a half-written last entry off the data files of a store that was not stopped in order.
 *
 * <p>Infinispan's Soft-Index File Store writes an entry in several steps and, when it rebuilds its index, believes an
 * entry whose header and key are there. An overwrite that was cut short by a crash, and so never answered, would then
 * hide the answered entry before it. What is cut off was never answered: an answer waits until the whole entry is
 * written. Format: a 27-byte header (magic 1, length of key, metadata, value, internal metadata, sequence, expiry), then
 * the four parts.
 */
final class DataFileTail {
    private static final Logger LOG = Logger.getLogger(DataFileTail.class);
    private static final int HEADER_BYTES = 27;
    /** A record of 256 values of 8 KiB with keys and signatures, generously. */
    private static final long LONGEST_ENTRY = 8L << 20;

    private static final int MAGIC = 1;
    private static final int REST_OF_HEADER = HEADER_BYTES - 11;
    private static final String DATA_FILES = "ispn12.*";

    private DataFileTail() {}

    /** @return bytes that were cut off all files together */
    static long repair(Path dataFiles) throws IOException {
        long cut = 0;
        if (Files.isDirectory(dataFiles)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(dataFiles, DATA_FILES)) {
                for (Path file : files) {
                    cut += repairFile(file);
                }
            }
        }
        return cut;
    }

    private static long repairFile(Path file) throws IOException {
        long size = Files.size(file);
        long whole = wholeEntries(file, size);
        if (whole < size) {
            LOG.infof("Cutting %d bytes of an unfinished write off %s", size - whole, file);
            if (size - whole > LONGEST_ENTRY) {
                Path aside = file.resolveSibling("damaged-" + file.getFileName());
                LOG.errorf("That is more than one write: the disk lost some. The file as it was is kept: %s", aside);
                Files.copy(file, aside, StandardCopyOption.REPLACE_EXISTING);
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(whole);
                channel.force(true);
            }
        }
        return size - whole;
    }

    private static long wholeEntries(Path file, long size) throws IOException {
        long offset = 0;
        try (InputStream raw = Files.newInputStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(raw, 1 << 16))) {
            while (size - offset >= HEADER_BYTES && in.readByte() == MAGIC) {
                int key = in.readUnsignedShort();
                int metadata = in.readUnsignedShort();
                long value = in.readInt();
                int internalMetadata = in.readUnsignedShort();
                long body = key + metadata + value + internalMetadata;
                if (key == 0 || value < 0 || offset + HEADER_BYTES + body > size) {
                    return offset;
                }
                in.skipNBytes(REST_OF_HEADER + body);
                offset += HEADER_BYTES + body;
            }
        }
        return offset;
    }
}
