package org.p2psip.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary directory, removed with all that is in it at the end. */
public record ScratchDirectory(Path path) implements AutoCloseable {
    /** Makes it. */
    public static ScratchDirectory make() throws IOException {
        return new ScratchDirectory(Files.createTempDirectory("p2psip-bench"));
    }

    @Override
    public void close() throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(path)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
