package org.p2psip.suite.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run: its command line, working directory and environment. Output goes to files, so that a background
 * process which inherits it never keeps the test waiting.
 */
public final class Program {
    private static final Duration TERM_TO_KILL = Duration.ofSeconds(5);

    private final List<String> commandLine;
    private final Path workingDirectory;
    private final Map<String, String> environment;

    public Program(List<String> commandLine, Path workingDirectory, Map<String, String> environment) {
        this.commandLine = List.copyOf(commandLine);
        this.workingDirectory = workingDirectory;
        this.environment = Map.copyOf(environment);
    }

    public Program(List<String> commandLine, Path workingDirectory) {
        this(commandLine, workingDirectory, Map.of());
    }

    /**
     * Runs the program to its end.
     *
     * @param input its standard input; empty for none
     * @param limit it is killed and the test fails when it takes longer
     */
    public Finished run(String input, Duration limit) {
        Path files = temporaryDirectory();
        try {
            Path out = files.resolve("out");
            Path err = files.resolve("err");
            Path in = Files.writeString(files.resolve("in"), input);
            Process process = builder()
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = waitFor(process, limit);
            if (!ended) {
                stop(process);
            }
            Finished finished = new Finished(String.join(" ", commandLine), process.exitValue(), read(out), read(err));
            if (!ended) {
                throw new AssertionError("no end within " + limit.toSeconds() + " s: " + finished);
            }
            return finished;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + commandLine, e);
        } finally {
            delete(files);
        }
    }

    /** Starts the program with both outputs in {@code log}; the caller {@link #stop stops} it. */
    public Process start(Path log) {
        try {
            return builder()
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + commandLine, e);
        }
    }

    /** Waits for the end of a process; false when the limit passes first. */
    public static boolean waitFor(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new AssertionError("interrupted while waiting for " + process, e);
        }
    }

    /** Ends a process and those that it has started: politely first, so that a phone unregisters, then by force. */
    public static void stop(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!waitFor(process, TERM_TO_KILL)) {
            process.destroyForcibly();
            waitFor(process, TERM_TO_KILL);
        }
        // A server that is killed leaves its workers behind, which keep its sockets
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** The text of a file, whatever bytes are in it; empty when there is no such file. */
    public static String read(Path file) {
        try {
            return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** Deletes a directory with all that is in it; does nothing when there is none. */
    public static void delete(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            List<Path> all = new ArrayList<>(files.toList());
            for (Path file : all.reversed()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("p2psip-suite");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary directory", e);
        }
    }

    private ProcessBuilder builder() {
        ProcessBuilder builder = new ProcessBuilder(commandLine).directory(workingDirectory.toFile());
        builder.environment().putAll(environment);
        return builder;
    }
}
