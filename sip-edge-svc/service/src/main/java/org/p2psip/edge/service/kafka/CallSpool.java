package org.p2psip.edge.service.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Call records on disk while Kafka is away: one file that is appended to, bounded in size, read from its start and
 * emptied once all of it was sent. One thread uses it.
 *
 * <p>A record is its length (4 bytes), the CRC-32C of its bytes (4 bytes), its bytes. What a crash left unfinished at
 * the end is cut off when the file is opened, and counted.
 */
public final class CallSpool implements AutoCloseable {
    private static final int HEADER_BYTES = 8;
    /** No call record is larger; a length above it is damage. */
    static final int MAX_RECORD_BYTES = 65_536;

    /**
     * A record and where the next one starts.
     *
     * @param end offset behind it, in bytes
     */
    public record Spooled(byte[] bytes, long end) {}

    private final FileChannel file;
    private final long maxBytes;
    private final long torn;
    private long end;
    private long depth;

    private CallSpool(FileChannel file, long maxBytes) throws IOException {
        this.file = file;
        this.maxBytes = maxBytes;
        long size = file.size();
        Spooled record = read(0, size);
        while (record != null) {
            end = record.end();
            depth++;
            record = read(end, size);
        }
        torn = end < size ? 1 : 0;
        file.truncate(end);
    }

    /** Opens the file, making it and its directory when they are missing. */
    public static CallSpool open(Path path, long maxBytes) throws IOException {
        if (path.toAbsolutePath().getParent() != null) {
            Files.createDirectories(path.toAbsolutePath().getParent());
        }
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new CallSpool(file, maxBytes);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    /** Appends records; returns how many of them, from the first on, fitted. They survive the end of the process. */
    public int append(List<byte[]> records) throws IOException {
        int fitting = 0;
        int bytes = 0;
        for (byte[] record : records) {
            int more = HEADER_BYTES + record.length;
            if (record.length > MAX_RECORD_BYTES || end + bytes + more > maxBytes) {
                break;
            }
            bytes += more;
            fitting++;
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        for (byte[] record : records.subList(0, fitting)) {
            buffer.putInt(record.length).putInt(checksum(record)).put(record);
        }
        buffer.flip();
        long at = end;
        while (buffer.hasRemaining()) {
            at += file.write(buffer, at);
        }
        end = at;
        depth += fitting;
        return fitting;
    }

    /** At most so many records from that offset on. */
    public List<Spooled> read(long from, int most) throws IOException {
        List<Spooled> records = new ArrayList<>();
        long at = from;
        while (at < end && records.size() < most) {
            Spooled record = read(at, end);
            if (record == null) {
                throw new IOException("the call spool is damaged at byte " + at);
            }
            records.add(record);
            at = record.end();
        }
        return records;
    }

    /** Forgets everything: all of it was sent. */
    public void clear() throws IOException {
        file.truncate(0);
        end = 0;
        depth = 0;
    }

    /** Offset behind the last record, in bytes. */
    public long end() {
        return end;
    }

    /** Records in the file. */
    public long depth() {
        return depth;
    }

    /** Unfinished records that were cut off when the file was opened: 0 or 1. */
    public long torn() {
        return torn;
    }

    /** Waits until the disk has everything. */
    public void force() throws IOException {
        file.force(false);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private Spooled read(long at, long limit) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (limit - at < HEADER_BYTES || !fill(header, at)) {
            return null;
        }
        int length = header.getInt();
        int expected = header.getInt();
        if (length < 0 || length > MAX_RECORD_BYTES || limit - at - HEADER_BYTES < length) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(length);
        if (!fill(bytes, at + HEADER_BYTES) || checksum(bytes.array()) != expected) {
            return null;
        }
        return new Spooled(bytes.array(), at + HEADER_BYTES + length);
    }

    private boolean fill(ByteBuffer buffer, long from) throws IOException {
        long at = from;
        while (buffer.hasRemaining()) {
            int count = file.read(buffer, at);
            if (count < 0) {
                return false;
            }
            at += count;
        }
        buffer.flip();
        return true;
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
