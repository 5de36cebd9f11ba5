package org.p2psip.storage.service.log;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The files of a log by their number, which grows. One thread adds and deletes; any may look one up. */
final class LogFiles implements AutoCloseable {
    private final Path directory;
    private final ConcurrentNavigableMap<Integer, LogFile> files = new ConcurrentSkipListMap<>();

    private LogFiles(Path directory) {
        this.directory = directory;
    }

    /** Those in a directory, which is created when it is not there. */
    static LogFiles open(Path directory) throws IOException {
        Files.createDirectories(directory);
        LogFiles opened = new LogFiles(directory);
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                if (LogFile.numberOf(path) > 0) {
                    LogFile file = LogFile.open(path);
                    opened.files.put(file.number(), file);
                }
            }
        }
        return opened;
    }

    Iterable<LogFile> oldestFirst() {
        return files.values();
    }

    /** The newest, or a first one. */
    LogFile newest() throws IOException {
        Map.Entry<Integer, LogFile> newest = files.lastEntry();
        return newest == null ? next() : newest.getValue();
    }

    LogFile oldest() {
        return files.firstEntry().getValue();
    }

    /** A new file behind all others. */
    LogFile next() throws IOException {
        int number = files.isEmpty() ? 1 : files.lastKey() + 1;
        LogFile file = LogFile.create(directory, number);
        files.put(number, file);
        return file;
    }

    /** Null when it was deleted meanwhile. */
    LogFile get(int number) {
        return files.get(number);
    }

    void delete(LogFile file) throws IOException {
        files.remove(file.number());
        file.close();
        Files.deleteIfExists(file.path());
    }

    /** Counts what the index has a place of, and has none of any more. Either may be null. */
    void moved(Place from, Place to) {
        addLive(from, -1);
        addLive(to, 1);
    }

    private void addLive(Place place, int sign) {
        LogFile file = place == null ? null : files.get(place.file());
        if (file != null) {
            file.addLive(sign * place.length());
        }
    }

    long bytes() {
        long bytes = 0;
        for (LogFile file : files.values()) {
            bytes += file.size();
        }
        return bytes;
    }

    long liveBytes() {
        long bytes = 0;
        for (LogFile file : files.values()) {
            bytes += file.live();
        }
        return bytes;
    }

    @Override
    public void close() throws IOException {
        for (LogFile file : files.values()) {
            file.close();
        }
    }
}
