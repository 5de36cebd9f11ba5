package org.p2psip.storage.service.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jboss.logging.Logger;

/** Writes to the newest file, many entries at once, and goes on to the next file when one is full. For one thread. */
final class LogWriter {
    private static final Logger LOG = Logger.getLogger(LogWriter.class);
    private static final int BUFFER_BYTES = 256 << 10;

    private final LogFiles files;
    private final int fileBytes;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private LogFile file;

    /** @param fileBytes from which size on a file is full */
    LogWriter(LogFiles files, int fileBytes) throws IOException {
        this.files = files;
        this.fileBytes = fileBytes;
        this.file = files.newest();
    }

    /** The place that an entry gets; it can be read from there after {@link #flush}. */
    Place add(byte[] bytes, int offset, int length, long expiryMs) throws IOException {
        if (file == null) {
            file = files.next();
        }
        if (end() > 0 && end() + (long) length > fileBytes) {
            force();
            file = files.next();
        }
        if (length > buffer.remaining()) {
            flush();
        }
        Place place = new Place(file.number(), end(), length, expiryMs);
        if (length > buffer.capacity()) {
            file.append(ByteBuffer.wrap(bytes, offset, length));
        } else {
            buffer.put(bytes, offset, length);
        }
        return place;
    }

    void flush() throws IOException {
        if (buffer.position() > 0) {
            buffer.flip();
            file.append(buffer);
            buffer.clear();
        }
    }

    /** Returns once all that was added is on the disk. */
    void force() throws IOException {
        flush();
        if (file != null) {
            file.force();
        }
    }

    boolean isWritingTo(LogFile other) {
        return other == file;
    }

    /** After a failure: what was added is forgotten. What comes next goes to a new file, as this one may be damaged. */
    void giveUp() {
        buffer.clear();
        if (file != null) {
            try {
                file.truncate(file.size());
            } catch (IOException e) {
                LOG.debugf(e, "%s cannot be cut after its last whole entry", file.path());
            }
        }
        file = null;
    }

    private int end() {
        return file.size() + buffer.position();
    }
}
