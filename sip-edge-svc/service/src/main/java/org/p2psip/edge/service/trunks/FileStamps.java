package org.p2psip.edge.service.trunks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What tells that one of some files is another now: what its name leads to, its size, and when it was written. */
record FileStamps(Map<Path, Optional<Stamp>> stamps) {
    record Stamp(Object key, long size, FileTime written) {}

    static FileStamps of(Set<Path> files) {
        Map<Path, Optional<Stamp>> stamps = new HashMap<>();
        for (Path file : files) {
            stamps.put(file, stamp(file));
        }
        return new FileStamps(stamps);
    }

    /** Of some of these files. */
    FileStamps only(Set<Path> files) {
        Map<Path, Optional<Stamp>> some = new HashMap<>(stamps);
        some.keySet().retainAll(files);
        return new FileStamps(some);
    }

    /** Of the file that a link leads to: a ConfigMap changes by leading its link elsewhere. Empty when there is none. */
    private static Optional<Stamp> stamp(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(now.fileKey(), now.size(), now.lastModifiedTime()));
        } catch (IOException unreadable) {
            return Optional.empty(); // reading it then tells why
        }
    }
}
