package org.p2psip.edge.service.trunks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.error.Mark;

/** What is wrong with a file, each with its line. Only the first {@value #MAX} are kept. */
final class YamlProblems {
    private static final int MAX = 20;

    private final Path file;
    private final List<String> problems = new ArrayList<>();
    private int count;

    YamlProblems(Path file) {
        this.file = file;
    }

    /** Something is wrong at a mark; null for the file as a whole. */
    void add(Mark mark, String what) {
        count++;
        if (problems.size() < MAX) {
            problems.add(file + (mark == null ? ": " : ":" + (mark.getLine() + 1) + ": ") + what);
        }
    }

    /** How many there are. */
    int count() {
        return count;
    }

    /** One line for each, and one for those that are not kept. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(problems);
        if (count > MAX) {
            lines.add(file + ": " + (count - MAX) + " more problems");
        }
        return List.copyOf(lines);
    }
}
