package org.p2psip.storage.service.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jboss.logging.Logger;

/**
 * Reads a log at the start and makes its index. Of each key the last entry counts. What a crash left of an entry at the
 * end of a file is cut off: it was never answered. A damaged entry between sound ones is lost, and counted.
 */
final class LogRecovery {
    private static final Logger LOG = Logger.getLogger(LogRecovery.class);
    private static final int READ_BYTES = 1 << 20;

    private final LogFiles files;
    private final LogIndex index;
    private final long nowMs;
    private byte[] bytes = new byte[1 << 14];
    private long damaged;

    LogRecovery(LogFiles files, LogIndex index, long nowMs) {
        this.files = files;
        this.index = index;
        this.nowMs = nowMs;
    }

    /** @return entries that were damaged */
    long run() throws IOException {
        for (LogFile file : files.oldestFirst()) {
            int whole = read(file);
            if (whole < file.size()) {
                cut(file, whole);
            }
        }
        return damaged;
    }

    /** Returns where the last sound entry ends. */
    private int read(LogFile file) throws IOException {
        int sound = 0;
        int offset = 0;
        int unsound = 0;
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file.path()), READ_BYTES))) {
            while (file.size() - offset >= LogEntry.PREFIX_BYTES) {
                int body = in.readInt();
                int length = LogEntry.wholeLength(body);
                if (length == 0 || length > file.size() - offset) {
                    return sound;
                }
                readRest(in, body, length);
                if (LogEntry.isSound(bytes, 0, length)) {
                    if (unsound > 0) {
                        LOG.errorf("%d stored records in %s are damaged and lost", unsound, file.path());
                    }
                    damaged += unsound;
                    unsound = 0;
                    found(LogEntry.decode(bytes, 0, length), file.number(), offset, length);
                    sound = offset + length;
                } else {
                    unsound++;
                }
                offset += length;
            }
        }
        return sound;
    }

    private void readRest(DataInputStream in, int body, int length) throws IOException {
        if (bytes.length < length) {
            bytes = new byte[length + length / 2];
        }
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[i] = (byte) (body >>> (24 - 8 * i));
        }
        in.readFully(bytes, Integer.BYTES, length - Integer.BYTES);
    }

    private void found(LogEntry entry, int file, int offset, int length) {
        boolean absent = entry.isRemoval() || entry.expiryMs() <= nowMs;
        Place place = absent ? null : new Place(file, offset, length, entry.expiryMs());
        Place before = absent ? index.remove(entry.key()) : index.put(entry.key(), place);
        files.moved(before, place);
    }

    private static void cut(LogFile file, int whole) throws IOException {
        int lost = file.size() - whole;
        LOG.infof("Cutting %d bytes of unfinished writes off %s", lost, file.path());
        if (lost > LogEntry.LONGEST) {
            Path aside = file.path().resolveSibling("damaged-" + file.path().getFileName());
            LOG.errorf("That is more than one write: the disk lost some. The file as it was is kept: %s", aside);
            Files.copy(file.path(), aside, StandardCopyOption.REPLACE_EXISTING);
        }
        file.truncate(whole);
    }
}
