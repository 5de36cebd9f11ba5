package org.p2psip.bench.sip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of this package, for programs that want them on disk. */
final class Resources {
    private Resources() {}

    /** Copies a file into a directory, unless it is there. */
    static Path copy(String name, Path directory) throws IOException {
        Path copy = directory.resolve(name);
        if (!Files.exists(copy)) {
            Files.createDirectories(directory);
            try (InputStream source = Resources.class.getResourceAsStream(name)) {
                Files.copy(source, copy);
            }
        }
        return copy;
    }
}
