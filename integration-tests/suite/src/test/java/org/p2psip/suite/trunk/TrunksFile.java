package org.p2psip.suite.trunk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A trunks file that a test writes. */
record TrunksFile(Path path) {
    void write(String text) {
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }

    /** The setting that gives it to an edge. */
    String setting() {
        return "p2psip.trunks-file=" + path;
    }
}
