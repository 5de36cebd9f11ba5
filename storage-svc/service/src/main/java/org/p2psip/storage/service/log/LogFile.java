package org.p2psip.storage.service.log;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** One file of the log: whole entries, one after the other. One thread writes; any may read. */
final class LogFile implements AutoCloseable {
    private static final String PREFIX = "records.";

    private final int number;
    private final Path path;
    private final FileChannel channel;
    private volatile int size;
    /** Bytes of the entries that the index has a place of. */
    private final AtomicLong live = new AtomicLong();

    private LogFile(int number, Path path, FileChannel channel, int size) {
        this.number = number;
        this.path = path;
        this.channel = channel;
        this.size = size;
    }

    /** A new, empty file. */
    static LogFile create(Path directory, int number) throws IOException {
        Path path = directory.resolve(PREFIX + number);
        LogFile file = new LogFile(
                number,
                path,
                FileChannel.open(
                        path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                0);
        // The name has to be on the disk before what is in the file.
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
        return file;
    }

    /** One that is there. */
    static LogFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        return new LogFile(numberOf(path), path, channel, Math.toIntExact(channel.size()));
    }

    /** 0 when it is no file of the log. */
    static int numberOf(Path path) {
        String name = path.getFileName().toString();
        String digits = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
        return digits.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(digits) : 0;
    }

    int number() {
        return number;
    }

    Path path() {
        return path;
    }

    int size() {
        return size;
    }

    long live() {
        return live.get();
    }

    void addLive(int bytes) {
        live.addAndGet(bytes);
    }

    /** Writes behind the last whole entry; what came before a failure is overwritten by the next. */
    void append(ByteBuffer entries) throws IOException {
        int end = size;
        while (entries.hasRemaining()) {
            end += channel.write(entries, end);
        }
        size = end;
    }

    /** Returns once all is on the disk. */
    void force() throws IOException {
        channel.force(false);
    }

    byte[] read(int offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, offset + bytes.position()) < 0) {
                throw new EOFException(path + " ends before " + (offset + length));
            }
        }
        return bytes.array();
    }

    void truncate(int whole) throws IOException {
        channel.truncate(whole);
        channel.force(true);
        size = whole;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
