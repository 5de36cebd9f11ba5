package org.p2psip.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path directory;

    private Path log() {
        return directory.resolve("storage.log");
    }

    @Test
    void lastLinesComeInTheirOrder() throws Exception {
        Files.writeString(log(), "one\ntwo\nthree\n");

        assertThat(new LogTail(log()).lines(2)).containsExactly("two", "three");
    }

    @Test
    void lineWithoutItsEndCounts() throws Exception {
        Files.writeString(log(), "one\ntwo\nthr");

        assertThat(new LogTail(log()).lines(2)).containsExactly("two", "thr");
    }

    @Test
    void shortLogComesWhole() throws Exception {
        Files.writeString(log(), "one\n");

        assertThat(new LogTail(log()).lines(5)).containsExactly("one");
        assertThat(new LogTail(log()).lines(0)).isEmpty();
    }

    @Test
    void linesAreFoundAcrossTheBlocksOfALongLog() throws Exception {
        List<String> lines = IntStream.range(0, 5000).mapToObj(i -> "line " + i).toList();
        Files.write(log(), lines);

        assertThat(new LogTail(log()).lines(3000)).isEqualTo(lines.subList(2000, 5000));
    }

    @Test
    void linesOfAnEarlierRunAreLeftOut() throws Exception {
        Files.writeString(log(), "earlier\n");
        LogTail thisRun = new LogTail(log(), Files.size(log()));

        assertThat(thisRun.lines(5)).isEmpty();
        Files.writeString(log(), "this run\n", StandardOpenOption.APPEND);
        assertThat(thisRun.lines(5)).containsExactly("this run");
    }

    @Test
    void missingLogHasNoLines() throws Exception {
        assertThat(new LogTail(log()).lines(5)).isEmpty();
    }

    @Test
    void whatIsAppendedFollows() throws Exception {
        Files.writeString(log(), "before\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deque<String> writes = new ArrayDeque<>(List.of("one\n", "two\n"));

        LogTail tail = new LogTail(log());
        tail.follow(tail.print(1, out), out, () -> append(writes));

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("before\none\ntwo\n");
    }

    @Test
    void logThatBeginsAnewIsReadFromItsStart() throws Exception {
        Files.writeString(log(), "a long line of an earlier run\n");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Deque<Boolean> once = new ArrayDeque<>(List.of(true));

        new LogTail(log()).follow(Files.size(log()), out, () -> {
            write("new\n");
            return once.poll() != null;
        });

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("new\n");
    }

    private boolean append(Deque<String> writes) {
        String next = writes.poll();
        if (next == null) {
            return false;
        }
        try {
            Files.writeString(log(), next, StandardOpenOption.APPEND);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return true;
    }

    private void write(String text) {
        try {
            Files.writeString(log(), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
