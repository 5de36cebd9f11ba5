package org.p2psip.cli.process;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The end of a log file, and what is written to it from then on. */
public final class LogTail {
    private static final int BLOCK_BYTES = 8192;

    private final Path file;
    private final long begin;

    public LogTail(Path file) {
        this(file, 0);
    }

    /** The same without what stands before a position. */
    public LogTail(Path file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    /** The last lines, oldest first; empty when there is no such file. */
    public List<String> lines(int count) throws IOException {
        ByteArrayOutputStream end = new ByteArrayOutputStream();
        print(count, end);
        return end.toString(StandardCharsets.UTF_8).lines().toList();
    }

    /** Copies the last lines; returns where in the file they end. Nothing and 0 when there is no such file. */
    public long print(int count, OutputStream out) throws IOException {
        if (!Files.exists(file)) {
            return 0;
        }
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            long end = log.length();
            copy(log, count == 0 ? end : startOfLast(log, count), out);
            return log.getFilePointer();
        }
    }

    private long startOfLast(RandomAccessFile log, int count) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        long blockStart = log.length();
        int newlines = 0;
        while (blockStart > begin) {
            long blockEnd = blockStart;
            blockStart = Math.max(begin, blockEnd - BLOCK_BYTES);
            log.seek(blockStart);
            log.readFully(block, 0, (int) (blockEnd - blockStart));
            for (int i = (int) (blockEnd - blockStart) - 1; i >= 0; i--) {
                boolean endsTheFile = blockStart + i == log.length() - 1;
                if (block[i] == '\n' && !endsTheFile && ++newlines == count) {
                    return blockStart + i + 1;
                }
            }
        }
        return Math.min(begin, log.length());
    }

    /**
     * Copies what is appended behind {@code from} until {@code goesOn} says no; it is asked each time when there is
     * nothing more, and may wait. A file that was begun anew is read from its start.
     */
    public void follow(long from, OutputStream out, BooleanSupplier goesOn) throws IOException {
        long position = from;
        do {
            try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
                copy(log, log.length() < position ? 0 : position, out);
                position = log.getFilePointer();
            } catch (FileNotFoundException betweenTwoRuns) {
                position = 0;
            }
        } while (goesOn.getAsBoolean());
    }

    private static void copy(RandomAccessFile log, long from, OutputStream out) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        log.seek(from);
        for (int n = log.read(block); n > 0; n = log.read(block)) {
            out.write(block, 0, n);
        }
        out.flush();
    }
}
